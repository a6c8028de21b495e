// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/sftp/sftpfixture.h"

#include <QDirIterator>
#include <QRandomGenerator>

#include <filesystem>

namespace Atelier::Test {

namespace {

QStringList configFor(const QString &subsystem, const QStringList &more)
{
    return subsystem.isEmpty() ? more
                               : more + QStringList{QLatin1String("Subsystem sftp ") + subsystem};
}

} // namespace

SftpFixture::SftpFixture(const QString &subsystem, const QStringList &more)
    : m_sshd(configFor(subsystem, more))
{
    QDir(m_folder.path()).mkpath(QStringLiteral("here"));
    QDir(m_folder.path()).mkpath(QStringLiteral("server"));
    setMode("good");
    if (!m_sshd.start()) {
        qFatal("sshd: %s", qPrintable(m_sshd.error()));
    }
    connect();
}

SftpFixture::~SftpFixture()
{
    m_client.reset();
    m_session.reset();
    m_sshd.stop();
    // Names that are no UTF-8 are beyond QTemporaryDir.
    std::error_code ignored;
    std::filesystem::remove_all(QFile::encodeName(m_folder.path()).toStdString(), ignored);
}

void SftpFixture::connect(std::chrono::milliseconds patience)
{
    m_client.reset();
    Ssh::Destination destination = m_sshd.destination();
    destination.port = m_proxy != 0 ? m_proxy : destination.port;
    m_session = std::make_unique<Ssh::Session>(destination);
    const auto opened = await(m_session->open());
    if (!opened) {
        qFatal("session: %s", explain(opened).constData());
    }
    m_client = std::make_unique<Sftp::SftpClient>(m_session.get(), patience);
}

void SftpFixture::write(const QString &path, const QByteArray &data)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(data) != data.size()) {
        qFatal("Could not write %s", qPrintable(path));
    }
}

QByteArray SftpFixture::read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray SftpFixture::noise(qsizetype size, quint32 seed)
{
    QByteArray bytes((size + 3) / 4 * 4, Qt::Uninitialized);
    QRandomGenerator generator(seed);
    for (qsizetype i = 0; i < bytes.size(); i += 4) {
        const quint32 number = generator.generate();
        std::memcpy(bytes.data() + i, &number, sizeof number);
    }
    bytes.truncate(size);
    return bytes;
}

QStringList SftpFixture::tree(const QString &folder)
{
    QStringList found;
    QDirIterator entries(folder,
                         QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                         QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        found += QDir(folder).relativeFilePath(entries.next());
    }
    found.sort();
    return found;
}

QString SftpFixture::script(const QString &name)
{
    return QLatin1String("/usr/bin/python3 " SFTP_TEST_FOLDER "/") + name;
}

} // namespace Atelier::Test
