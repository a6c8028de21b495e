# SPDX-FileCopyrightText: Atelier contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Every compile option of the project, in one target that all others link.
add_library(atelier_options INTERFACE)
target_include_directories(atelier_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(atelier_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast)
target_compile_definitions(atelier_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_FOREACH
    QT_USE_QSTRINGBUILDER QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_CONTEXTLESS_CONNECT
    QT_NO_KEYWORDS QT_DISABLE_DEPRECATED_BEFORE=0x060800)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # ccache needs the header's stamp left out of a precompiled header.
    target_compile_options(atelier_options INTERFACE -fpch-preprocess)
endif()

# A static library of one backend or widgets folder: atelier_add_library(core SOURCES … LINK …).
# PCH names its precompiled header, see Precompiled.cmake.
function(atelier_add_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "PCH" "SOURCES;LINK")
    add_library(atelier_${name} STATIC ${arg_SOURCES})
    set_target_properties(atelier_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    target_link_libraries(atelier_${name} PUBLIC ${arg_LINK} PRIVATE atelier_options)
    target_include_directories(atelier_${name} PUBLIC ${PROJECT_SOURCE_DIR})
    if(NOT arg_PCH)
        set(arg_PCH core)
    endif()
    target_precompile_headers(atelier_${name} REUSE_FROM atelier_precompiled_${arg_PCH})
endfunction()
