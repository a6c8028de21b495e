<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Atelier::Window::ActivityBar</name>
    <message numerus="yes">
        <source>%n operation(s)</source>
        <translation>
            <numerusform>%n operation</numerusform>
            <numerusform>%n operations</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Atelier::Window::RunningInstances</name>
    <message numerus="yes">
        <source>%n instance(s) keep(s) running.</source>
        <translation>
            <numerusform>%n instance keeps running.</numerusform>
            <numerusform>%n instances keep running.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Notebooks and programs in it go on when it is left running; stopping ends them.</source>
        <translation>
            <numerusform>Notebooks and programs in it go on when it is left running; stopping ends them.</numerusform>
            <numerusform>Notebooks and programs in them go on when they are left running; stopping ends them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stop it</source>
        <translation>
            <numerusform>Stop it</numerusform>
            <numerusform>Stop them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Leave it running</source>
        <translation>
            <numerusform>Leave it running</numerusform>
            <numerusform>Leave them running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ForwardMenu</name>
    <message numerus="yes">
        <source>%n connection(s) through it end.</source>
        <translation>
            <numerusform>%n connection through it ends.</numerusform>
            <numerusform>%n connections through it end.</numerusform>
        </translation>
    </message>
</context>
</TS>
