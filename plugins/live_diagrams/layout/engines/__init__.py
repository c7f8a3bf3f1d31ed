"""Layout engines behind one interface: Graphviz, as a binding or as a program."""
