# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Precompiled headers, one for each kind of source: a header takes ten seconds to make, so that every
# folder takes one of these. What a source needs it includes all the same.
function(atelier_add_precompiled name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "EXECUTABLE" "" "LINK;HEADERS")
    add_library(atelier_precompiled_${name} STATIC ${PROJECT_SOURCE_DIR}/cmake/precompiled.cpp)
    target_link_libraries(atelier_precompiled_${name} PRIVATE ${arg_LINK} atelier_options)
    target_precompile_headers(atelier_precompiled_${name} PRIVATE ${arg_HEADERS})
    set_target_properties(atelier_precompiled_${name} PROPERTIES AUTOMOC OFF AUTOUIC OFF AUTORCC OFF)
    # A header serves only sources of the same kind of code: a library's, or an executable's.
    set(position_independent ON)
    if(arg_EXECUTABLE)
        set(position_independent OFF)
    endif()
    set_target_properties(atelier_precompiled_${name} PROPERTIES POSITION_INDEPENDENT_CODE ${position_independent})
endfunction()

set(core_headers <QByteArray> <QCoreApplication> <QDateTime> <QFuture> <QFutureWatcher> <QHash> <QJsonArray>
    <QJsonDocument> <QJsonObject> <QList> <QObject> <QPromise> <QString> <QStringList> <QTimer> <expected> <functional> <memory>)
set(widgets_headers <QAbstractItemModel> <QAction> <QApplication> <QBoxLayout> <QDialog> <QLabel> <QLineEdit> <QPainter>
    <QPushButton> <QStyledItemDelegate> <QTableView> <QWidget>)

atelier_add_precompiled(core LINK Qt6::Core Qt6::Concurrent HEADERS ${core_headers})
atelier_add_precompiled(widgets LINK Qt6::Widgets Qt6::Concurrent HEADERS ${core_headers} ${widgets_headers})
if(BUILD_TESTING)
    # Qt gives every test its own folder as a definition, for QFINDTESTDATA alone, which nothing uses
    # here; two definitions that differ can't share a header.
    set_target_properties(Qt6::Test PROPERTIES INTERFACE_COMPILE_DEFINITIONS QT_TESTLIB_LIB)
    set(test_headers <QSignalSpy> <QTemporaryDir> <QTest>)
    atelier_add_precompiled(test EXECUTABLE LINK Qt6::Concurrent Qt6::Network Qt6::Test HEADERS ${core_headers} ${test_headers})
    atelier_add_precompiled(widgets_test EXECUTABLE LINK Qt6::Concurrent Qt6::Network Qt6::Test Qt6::Widgets
        HEADERS ${core_headers} ${widgets_headers} ${test_headers})
endif()
