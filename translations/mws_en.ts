<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en">
<context>
    <name>Header</name>
    <message numerus="yes">
        <source>%n to approve</source>
        <translation>
            <numerusform>%n to approve</numerusform>
            <numerusform>%n to approve</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LogoutNotice</name>
    <message numerus="yes">
        <source>%1 is signed out in %n second(s). Touch to stay.</source>
        <translation>
            <numerusform>%1 is signed out in %n second. Touch to stay.</numerusform>
            <numerusform>%1 is signed out in %n seconds. Touch to stay.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UserDialog</name>
    <message numerus="yes">
        <source>Signed out by itself after %n second(s) without a touch</source>
        <translation>
            <numerusform>Signed out by itself after %n second without a touch</numerusform>
            <numerusform>Signed out by itself after %n seconds without a touch</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mws::Plant</name>
    <message numerus="yes">
        <source>%n device(s) online</source>
        <translation>
            <numerusform>%n device online</numerusform>
            <numerusform>%n devices online</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n device(s) offline</source>
        <translation>
            <numerusform>%1 of %n device offline</numerusform>
            <numerusform>%1 of %n devices offline</numerusform>
        </translation>
    </message>
</context>
</TS>
