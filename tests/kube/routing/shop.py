"""A shop as scripts read it: every way in, three Pods on two Nodes, and what is declared outside."""

from live_diagrams_kube import Manifests

from tests.support import ROOT, write

OUTSIDE = """\
user: {address: 198.51.100.7, picks: 51812}
load-balancer: {address: 203.0.113.10}
Node/node-1: {address: 192.0.2.11}
Node/node-2: {address: 192.0.2.12}
Node/node-3: {address: 192.0.2.13}
ingress-controller: {address: 10.244.1.20, port: 8443, node: node-1, nodePort: 31443}
router: {address: 192.0.2.11, port: 443}
Pod/api-1: {of: Deployment/api, address: 10.244.2.9, node: node-2}
Pod/web-tls-1: {of: Deployment/web-tls, address: 10.244.2.16, node: node-2}
"""


def read_shop(folder):
    """Return the manifests of the guide, with declarations for tests."""
    write(folder, {"outside.yaml": OUTSIDE})
    return Manifests(str(ROOT / "docs/manifests"), str(folder / "outside.yaml"))
