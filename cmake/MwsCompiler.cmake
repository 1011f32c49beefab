# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

# One interface target carries the warnings and definitions that every target of the project uses.
add_library(mws_options INTERFACE)
target_compile_options(mws_options INTERFACE -Wall -Wextra -Wshadow -Wconversion -Werror
  $<$<CXX_COMPILER_ID:Clang>:-Wno-sign-conversion>)
target_compile_definitions(mws_options INTERFACE
  QT_WARN_DEPRECATED_UP_TO=0x060400 QT_DEPRECATED_WARNINGS_SINCE=0x060400
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS QT_NO_FOREACH QT_NO_URL_CAST_FROM_STRING
  MWS_VERSION="${PROJECT_VERSION}")
target_include_directories(mws_options INTERFACE ${CMAKE_SOURCE_DIR}/modules)

set(MWS_SANITIZE "" CACHE STRING "Sanitizers to build with: address,undefined or thread")
if(MWS_SANITIZE)
  add_compile_options(-fsanitize=${MWS_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${MWS_SANITIZE})
  if(MWS_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize-recover=undefined
      $<$<CXX_COMPILER_ID:Clang>:-fsanitize-ignorelist=${CMAKE_SOURCE_DIR}/tests/ubsan.ignore>)
  endif()
endif()

option(MWS_FUZZ "Build the libFuzzer programs too; needs clang" OFF)

option(MWS_COVERAGE "Instrument for gcov" OFF)
if(MWS_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()

# For builds from zero, as ./check does: takes a third off. Off by default, where ccache serves better
# and a missing #include must show.
option(MWS_PCH "Precompile the headers of Qt Core, Qt Test and of the standard library" OFF)
if(MWS_PCH)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/precompiled.cpp CONTENT "")
  foreach(kind product tests)
    add_library(mws_precompiled_${kind} OBJECT ${CMAKE_BINARY_DIR}/precompiled.cpp)
    set_target_properties(mws_precompiled_${kind} PROPERTIES AUTOMOC OFF)
    target_link_libraries(mws_precompiled_${kind} PRIVATE mws_options Qt6::Core)
    target_precompile_headers(mws_precompiled_${kind} PRIVATE ${CMAKE_CURRENT_LIST_DIR}/precompiled.h)
  endforeach()
  # Not linked, for it defines the folder of each test.
  target_include_directories(mws_precompiled_tests SYSTEM PRIVATE
    $<TARGET_PROPERTY:Qt6::Test,INTERFACE_INCLUDE_DIRECTORIES>)
  target_precompile_headers(mws_precompiled_tests PRIVATE
    <QtTest/qtestcase.h> <QtTest/qsignalspy.h>) # QTest itself depends on Qt Gui
endif()

# mws_use_precompiled_headers(<target> product|tests)
function(mws_use_precompiled_headers target kind)
  if(MWS_PCH)
    target_precompile_headers(${target} REUSE_FROM mws_precompiled_${kind})
  endif()
endfunction()
