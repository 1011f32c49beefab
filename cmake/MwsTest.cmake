# SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
# SPDX-License-Identifier: GPL-3.0-or-later

# mws_add_test(<name> SOURCES <file>... [LINK <library>...] [LABELS <label>...] [TIMEOUT <seconds>])
# A Qt Test program without display. Test data is found through MWS_TEST_DATA, programs of the
# product through MWS_BIN_DIR.
# Labels: gui needs a graphical Qt, tools needs other programs; every other test is a unit test. Unit
# tests, and of the rest those with the label asan, also run with the address sanitizer (target
# unit-tests). threaded: also with the thread sanitizer (target threaded-tests).
add_custom_target(unit-tests)
add_custom_target(threaded-tests)

# A test whose tools are missing is left out, or a part of it says "… is not installed" and is skipped.
option(MWS_REQUIRE_ALL_TESTS "A test that cannot run for want of a tool is an error" OFF)

# The QTRY_ macros of Qt 6.8 narrow a count of milliseconds to int in the test's own code.
add_library(mws_test_options INTERFACE)
if(Qt6_VERSION VERSION_GREATER_EQUAL 6.8)
  target_compile_options(mws_test_options INTERFACE -Wno-conversion)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  # What is judged is optimised as always; its tests only have to be built.
  target_compile_options(mws_test_options INTERFACE -O0)
endif()
mws_add_precompiled_headers(mws_test_precompiled LINK mws_test_options)

# mws_add_test_support(<name> SOURCES <file>... [LINK <library>...])
# A static library of what several tests share.
function(mws_add_test_support name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(${name} PRIVATE
    MWS_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data"
    MWS_RESOURCES="${CMAKE_SOURCE_DIR}/resources"
    MWS_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
  target_link_libraries(${name} PUBLIC mws_options mws_test_options Qt6::Test ${ARG_LINK})
  mws_use_precompiled_headers(${name} mws_test_precompiled)
endfunction()

# AUTOMOC for one source: without its scan, and without a second file to compile for each test.
function(_mws_moc_test name)
  set_target_properties(${name} PROPERTIES AUTOMOC OFF)
  foreach(source IN LISTS ARGN)
    get_filename_component(base ${source} NAME_WE)
    if(source MATCHES "tst_.*\\.cpp$")
      qt_generate_moc(${source} ${CMAKE_CURRENT_BINARY_DIR}/${name}_moc/${base}.moc TARGET ${name})
      target_sources(${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${name}_moc/${base}.moc)
    endif()
  endforeach()
  target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${name}_moc)
endfunction()

function(mws_add_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINK;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  _mws_moc_test(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE mws_options mws_test_options Qt6::Test ${ARG_LINK})
  mws_use_precompiled_headers(${name} mws_test_precompiled)
  target_compile_definitions(${name} PRIVATE
    MWS_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data"
    MWS_RESOURCES="${CMAKE_SOURCE_DIR}/resources"
    MWS_BIN_DIR="${CMAKE_BINARY_DIR}/bin")
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_LABELS MATCHES "gui|tools")
    list(APPEND ARG_LABELS unit)
  endif()
  if("unit" IN_LIST ARG_LABELS OR "asan" IN_LIST ARG_LABELS)
    add_dependencies(unit-tests ${name})
  endif()
  if("threaded" IN_LIST ARG_LABELS)
    add_dependencies(threaded-tests ${name})
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_QUICK_BACKEND=software;TZ=UTC;LC_ALL=C.UTF-8")
  if(MWS_REQUIRE_ALL_TESTS)
    set_tests_properties(${name} PROPERTIES FAIL_REGULAR_EXPRESSION "is not installed")
  endif()
endfunction()
