// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace Atelier::Sftp {

/**
 * Work of several steps in an engine's thread, written as a coroutine. It begins at once, runs to
 * its first wait, and goes on from there when what it waits for has come. A Task that is dropped
 * goes on by itself.
 *
 * Give parameters by value: a reference may be gone after the first wait. Lambdas that capture must
 * not be coroutines for the same reason.
 */
template<typename T>
class Task final
{
public:
    struct Promise;
    using promise_type = Promise; // NOLINT(readability-identifier-naming): the language's name
    using Handle = std::coroutine_handle<Promise>;

    Task(Task &&other) noexcept
        : m_handle(std::exchange(other.m_handle, nullptr))
    {
    }
    Task(const Task &) = delete;
    Task &operator=(const Task &) = delete;
    Task &operator=(Task &&) = delete;
    ~Task()
    {
        if (m_handle && m_handle.done()) {
            m_handle.destroy();
        } else if (m_handle) {
            m_handle.promise().isDropped = true;
        }
    }

    [[nodiscard]] bool await_ready() const { return m_handle.done(); } // NOLINT: the language's
    void await_suspend(std::coroutine_handle<> next)                   // NOLINT: the language's
    {
        m_handle.promise().next = next;
    }
    T await_resume() { return std::move(*m_handle.promise().value); } // NOLINT: the language's

private:
    /** Goes on with who waits; nobody waiting and dropped, the coroutine frees itself. */
    struct End
    {
        // NOLINTBEGIN(readability-identifier-naming): the language's names
        bool isDropped;
        [[nodiscard]] bool await_ready() const noexcept { return isDropped; }
        void await_suspend(Handle handle) const noexcept
        {
            // Who goes on may free this coroutine: nothing of it is touched afterwards.
            if (auto next = std::exchange(handle.promise().next, nullptr)) {
                next.resume();
            }
        }
        void await_resume() const noexcept {}
        // NOLINTEND(readability-identifier-naming)
    };

    explicit Task(Handle handle)
        : m_handle(handle)
    {
    }

    Handle m_handle;
};

template<typename T>
struct Task<T>::Promise
{
    // NOLINTBEGIN(readability-identifier-naming): the language's names
    Task get_return_object() { return Task(Handle::from_promise(*this)); }
    std::suspend_never initial_suspend() noexcept { return {}; }
    End final_suspend() noexcept { return {.isDropped = isDropped}; }
    template<typename Value>
    void return_value(Value &&result)
    {
        value.emplace(std::forward<Value>(result));
    }
    [[noreturn]] void unhandled_exception() { std::terminate(); }
    // NOLINTEND(readability-identifier-naming)

    std::optional<T> value = {};
    std::coroutine_handle<> next = nullptr;
    bool isDropped = false;
};

/** Of a Task that only ends. */
struct Done
{
};

} // namespace Atelier::Sftp
