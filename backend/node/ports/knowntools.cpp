// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/ports/knowntools.h"

#include <algorithm>
#include <array>

namespace Atelier::Node {

namespace {

/** How a tool shows in a process list: as a program or script of this name, or as the module that
 * "python -m" runs. The first that fits counts. */
struct ToolRule
{
    std::string_view word;
    std::string_view label;
    std::string_view alsoHas = {}; ///< a further argument that must be there
};

constexpr std::array toolRules{
    ToolRule{.word = "tensorboard", .label = "TensorBoard"},
    ToolRule{.word = "tensorboard.main", .label = "TensorBoard"},
    ToolRule{.word = "streamlit", .label = "Streamlit"},
    ToolRule{.word = "streamlit.web.cli", .label = "Streamlit"},
    ToolRule{.word = "gradio", .label = "Gradio"},
    ToolRule{.word = "dask-scheduler", .label = "Dask dashboard"},
    ToolRule{.word = "dask-worker", .label = "Dask"},
    ToolRule{.word = "dask", .label = "Dask dashboard", .alsoHas = "scheduler"},
    ToolRule{.word = "dask", .label = "Dask"},
    ToolRule{.word = "distributed.cli.dask_scheduler", .label = "Dask dashboard"},
    ToolRule{.word = "mlflow", .label = "MLflow"},
    ToolRule{.word = "mlflow.server:app", .label = "MLflow"},
    ToolRule{.word = "mlflow.server.fastapi_app:app", .label = "MLflow"},
    ToolRule{.word = "ray", .label = "Ray"},
    ToolRule{.word = "raylet", .label = "Ray"},
    ToolRule{.word = "gcs_server", .label = "Ray"},
    ToolRule{.word = "dashboard.py", .label = "Ray dashboard"},
    ToolRule{.word = "jupyter-lab", .label = "Jupyter"},
    ToolRule{.word = "jupyter-notebook", .label = "Jupyter"},
    ToolRule{.word = "jupyter-server", .label = "Jupyter"},
    ToolRule{.word = "jupyter", .label = "Jupyter"},
    ToolRule{.word = "jupyterlab", .label = "Jupyter"},
    ToolRule{.word = "notebook", .label = "Jupyter"},
    ToolRule{.word = "code-server", .label = "VS Code server"},
    ToolRule{.word = "code-tunnel", .label = "VS Code server"},
    ToolRule{.word = "server-main.js", .label = "VS Code server"},
    ToolRule{.word = "openvscode-server", .label = "VS Code server"},
    ToolRule{.word = "http.server", .label = "Python web server"},
    ToolRule{.word = "flask", .label = "Flask"},
    ToolRule{.word = "uvicorn", .label = "Uvicorn"},
    ToolRule{.word = "fastapi", .label = "FastAPI"},
    ToolRule{.word = "gunicorn", .label = "Gunicorn"},
    ToolRule{.word = "wandb", .label = "Weights & Biases"},
    ToolRule{.word = "aim", .label = "Aim"},
    ToolRule{.word = "visdom.server", .label = "Visdom"},
    ToolRule{.word = "vllm", .label = "vLLM"},
    ToolRule{.word = "vllm.entrypoints.openai.api_server", .label = "vLLM"},
    ToolRule{.word = "ollama", .label = "Ollama"},
    ToolRule{.word = "text-generation-launcher", .label = "Text Generation Inference"},
    ToolRule{.word = "tritonserver", .label = "Triton"},
    ToolRule{.word = "bokeh", .label = "Bokeh"},
    ToolRule{.word = "panel", .label = "Panel"},
    ToolRule{.word = "voila", .label = "Voilà"},
    ToolRule{.word = "marimo", .label = "marimo"},
    ToolRule{.word = "rserver", .label = "RStudio"},
};

constexpr std::array<std::string_view, 4> kernelWords{
    "ipykernel_launcher", "ipykernel", "xpython", "ir_kernel"};

std::string_view fileNameOf(std::string_view path)
{
    return path.substr(path.find_last_of('/') + 1);
}

bool isInterpreter(std::string_view program)
{
    return program.starts_with("python") || program.starts_with("pypy") || program == "node"
           || program == "sh" || program == "bash" || program == "dash" || program == "uv"
           || program == "env";
}

/** What an interpreter runs: the script's name, or the module behind -m. */
std::string_view scriptOf(const std::vector<std::string> &command)
{
    for (std::size_t index = 1; index < command.size(); ++index) {
        const std::string &word = command[index];
        if (word == "-m" && index + 1 < command.size()) {
            return command[index + 1];
        }
        if (word == "-c") {
            return {};
        }
        if (word == "-W" || word == "-X" || word == "--require" || word == "-r") {
            ++index; // it has a value
        } else if (!word.empty() && word.front() != '-') {
            return fileNameOf(word);
        }
    }
    return {};
}

std::string_view withoutEnding(std::string_view name)
{
    return name.ends_with(".py") && name != "dashboard.py" ? name.substr(0, name.size() - 3) : name;
}

} // namespace

KnownTool knownTool(std::string_view name, const std::vector<std::string> &command)
{
    const std::string_view first = command.empty() ? name : std::string_view(command.front());
    // Programs that change their title write it as one argument: "sshd: ada@pts/0".
    const std::string_view program = fileNameOf(first.substr(0, first.find(' ')));
    const std::string_view script = isInterpreter(program) ? scriptOf(command) : std::string_view();
    KnownTool tool{.program = std::string(script.empty() ? program : fileNameOf(script))};
    if (program.starts_with("sshd") || name.starts_with("sshd")) {
        tool.isHidden = true;
        return tool;
    }
    const auto is = [&](std::string_view word) {
        return program == word || withoutEnding(script) == word;
    };
    tool.hidesMany = std::ranges::any_of(kernelWords, is);
    if (tool.hidesMany) {
        tool.label = "Jupyter kernel";
        return tool;
    }
    const auto *rule = std::ranges::find_if(toolRules, [&](const ToolRule &candidate) {
        return is(candidate.word)
               && (candidate.alsoHas.empty() || std::ranges::contains(command, candidate.alsoHas));
    });
    // An application that a server was told to serve, or a script that is one by its import.
    if (rule == toolRules.end() || rule->label == "Uvicorn" || rule->label == "Gunicorn") {
        const auto *served = std::ranges::find_if(toolRules, [&](const ToolRule &candidate) {
            return candidate.word.contains(':') && std::ranges::contains(command, candidate.word);
        });
        rule = served == toolRules.end() ? rule : served;
    }
    if (rule != toolRules.end()) {
        tool.label = rule->label;
    } else if (name.starts_with("ray::")) {
        tool.label = "Ray";
    }
    return tool;
}

std::string shortCommand(const std::vector<std::string> &command)
{
    constexpr std::size_t longest = 200;
    std::string text;
    for (const std::string &word : command) {
        if (!text.empty()) {
            text += ' ';
        }
        text += word;
        if (text.size() > longest) {
            // Not within a letter of UTF-8.
            std::size_t end = longest;
            while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
                --end;
            }
            text.resize(end);
            text += "…";
            break;
        }
    }
    std::ranges::replace_if(
        text,
        [](char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F; },
        ' ');
    return text;
}

} // namespace Atelier::Node
