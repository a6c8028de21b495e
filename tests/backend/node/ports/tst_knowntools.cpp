// SPDX-FileCopyrightText: Atelier contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/node/ports/knowntools.h"

#include <QStringList>
#include <QTest>

using namespace Atelier::Node;

class TestKnownTools final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesTools_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("label");
        QTest::addColumn<QString>("program");
        const auto row =
            [](const char *name, const char *command, const char *label, const char *program) {
                QTest::newRow(command) << QString::fromUtf8(name) << QString::fromUtf8(command)
                                       << QString::fromUtf8(label) << QString::fromUtf8(program);
            };
        row("tensorboard",
            "/usr/bin/python3 /opt/env/bin/tensorboard --logdir runs",
            "TensorBoard",
            "tensorboard");
        row("python3",
            "python3 -m tensorboard.main --logdir runs",
            "TensorBoard",
            "tensorboard.main");
        row("streamlit",
            "/opt/env/bin/python /opt/env/bin/streamlit run app.py",
            "Streamlit",
            "streamlit");
        row("python", "python -m streamlit run app.py", "Streamlit", "streamlit");
        row("gradio", "python3.11 /opt/bin/gradio app.py", "Gradio", "gradio");
        row("dask", "python /opt/bin/dask scheduler", "Dask dashboard", "dask");
        row("dask-scheduler", "python /opt/bin/dask-scheduler", "Dask dashboard", "dask-scheduler");
        row("mlflow", "python /opt/bin/mlflow ui", "MLflow", "mlflow");
        row("gunicorn",
            "python /opt/bin/gunicorn -b 127.0.0.1:5000 mlflow.server:app",
            "MLflow",
            "gunicorn");
        row("uvicorn", "python /opt/bin/uvicorn main:app", "Uvicorn", "uvicorn");
        row("ray::Dashboard", "ray::DashboardHead", "Ray", "ray::DashboardHead");
        row("python",
            "python -u /opt/lib/ray/dashboard/dashboard.py --port=8265",
            "Ray dashboard",
            "dashboard.py");
        row("gcs_server", "/opt/lib/ray/core/src/ray/gcs/gcs_server --redis", "Ray", "gcs_server");
        row("jupyter-lab",
            "/usr/bin/python3 /usr/bin/jupyter-lab --port 8888",
            "Jupyter",
            "jupyter-lab");
        row("node",
            "/home/ada/.vscode-server/bin/x/node --max-old-space "
            "/home/ada/.vscode-server/bin/x/out/server-main.js",
            "VS Code server",
            "server-main.js");
        row("code-server", "/usr/bin/code-server", "VS Code server", "code-server");
        row("python3", "python3 -m http.server 8000", "Python web server", "http.server");
        row("flask", "python /opt/bin/flask run", "Flask", "flask");
        row("python3", "python3 -W ignore train.py", "", "train.py");
        row("python3", "python3 -c code", "", "python3");
        row("nginx", "nginx: master process /usr/sbin/nginx", "", "nginx:");
    }
    void namesTools()
    {
        QFETCH(QString, name);
        QFETCH(QString, command);
        QFETCH(QString, label);
        QFETCH(QString, program);
        std::vector<std::string> words;
        for (const QString &word : command.split(QLatin1Char(' '))) {
            words.push_back(word.toStdString());
        }
        const KnownTool tool = knownTool(name.toStdString(), words);
        QCOMPARE(QString::fromStdString(tool.label), label);
        QCOMPARE(QString::fromStdString(tool.program), program);
        QVERIFY(!tool.isHidden && !tool.hidesMany);
    }

    void hidesTheSshServer()
    {
        QVERIFY(knownTool("sshd", {"sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups"})
                    .isHidden);
        QVERIFY(knownTool("sshd-session", {"sshd-session: ada@pts/0"}).isHidden);
        QVERIFY(knownTool("sshd", {"/usr/sbin/sshd", "-D"}).isHidden);
    }

    void knowsKernels()
    {
        QVERIFY(knownTool("python3", {"/usr/bin/python3", "-m", "ipykernel_launcher", "-f", "x"})
                    .hidesMany);
        QVERIFY(
            knownTool("python3", {"python3", "-Xfrozen_modules=off", "-m", "ipykernel_launcher"})
                .hidesMany);
        QVERIFY(!knownTool("python3", {"python3", "ipykernel_notes.py"}).hidesMany);
    }

    void shortensCommands()
    {
        QCOMPARE(shortCommand({"a", "b\n\x1b[31m"}), std::string("a b  [31m"));
        const std::string longer = shortCommand({std::string(199, 'x'), "ööö"});
        QVERIFY(longer.size() <= 204);
        QVERIFY(QString::fromStdString(longer).endsWith(QChar(0x2026)));
        QVERIFY(!QString::fromStdString(longer).contains(QChar::ReplacementCharacter));
    }

    void livesWithoutACommand()
    {
        QCOMPARE(knownTool("kworker/0:1", {}).program, std::string("0:1"));
        QCOMPARE(knownTool("", {}).program, std::string());
    }
};

QTEST_GUILESS_MAIN(TestKnownTools)
#include "tst_knowntools.moc"
