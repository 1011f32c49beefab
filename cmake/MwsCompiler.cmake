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
option(MWS_PCH "Precompile the headers of Qt Core and of the standard library" OFF)

# mws_add_precompiled_headers(<name> [LINK <library with options>...])
function(mws_add_precompiled_headers name)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  if(MWS_PCH)
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/${name}.cpp CONTENT "")
    add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/${name}.cpp)
    set_target_properties(${name} PROPERTIES AUTOMOC OFF)
    target_link_libraries(${name} PRIVATE mws_options Qt6::Core ${ARG_LINK})
    target_precompile_headers(${name} PRIVATE ${CMAKE_SOURCE_DIR}/cmake/precompiled.h)
  endif()
endfunction()

# mws_use_precompiled_headers(<target> [<those>]): of mws_precompiled, if not told otherwise.
function(mws_use_precompiled_headers target)
  set(from ${ARGN} mws_precompiled)
  list(GET from 0 from)
  if(MWS_PCH)
    target_precompile_headers(${target} REUSE_FROM ${from})
  endif()
endfunction()

mws_add_precompiled_headers(mws_precompiled)
