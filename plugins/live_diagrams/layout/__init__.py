"""From a graph to its layout: style, labels, DOT, Graphviz, and the choice between candidates."""
