// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace Atelier::Sftp {

/** True for what may be the name of one entry of a folder: 1 to 255 bytes, neither "." nor "..",
 *  no slash and no NUL. Everything else a server may have made up to lead out of the folder. */
[[nodiscard]] bool isEntryName(QByteArrayView name);

/** @p name, or a path, for people: what is no UTF-8, controls a terminal or changes the direction
 *  of writing becomes "\x1b" and the like, and more than 200 characters are cut by "…". */
[[nodiscard]] QString shownName(QByteArrayView name);

/** @p name in @p folder. */
[[nodiscard]] QByteArray joined(QByteArrayView folder, QByteArrayView name);
/** What stands after the last slash. */
[[nodiscard]] QByteArray lastName(QByteArrayView path);
/** What stands before the last slash; "." without one. */
[[nodiscard]] QByteArray folderOf(QByteArrayView path);

/** What makes the name of a part its own: 16 hexadecimal digits that nobody has guessed. */
[[nodiscard]] QByteArray newToken();
[[nodiscard]] bool isToken(QByteArrayView token);
/** The name under which @p name is written until it is whole: ".NAME.TOKEN.atelier-part"; a digest
 *  stands for a name that would become too long. */
[[nodiscard]] QByteArray partialName(const QByteArray &name, const QByteArray &token);
/** The name of the note that says which part of @p name can be resumed: ".NAME.KEY.atelier-note",
 *  see noteKey(). */
[[nodiscard]] QByteArray noteName(const QByteArray &name, const QByteArray &key);
/** "name (2).ext" for @p number 2. */
[[nodiscard]] QByteArray numberedName(const QByteArray &name, int number);

/** True when a link to @p target in a folder @p depth levels below a root stays inside that root,
 *  whatever links stand in it: not absolute, and ".." only at the beginning and not too often. */
[[nodiscard]] bool staysInside(QByteArrayView target, int depth);

} // namespace Atelier::Sftp
