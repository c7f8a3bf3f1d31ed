"""Manifests of a small shop, and a script that derives a label from them."""

WEB_MANIFESTS = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: NodePort
  clusterIP: 10.96.0.20
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: http, nodePort: 30080}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, ports: [{name: http, containerPort: 8080}]}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: web-abc, labels: {kubernetes.io/service-name: web}}
endpoints:
  - {addresses: [10.244.1.7], targetRef: {kind: Pod, name: web-1}, nodeName: node-1}
  - {addresses: [10.244.1.8], targetRef: {kind: Pod, name: web-2}, conditions: {ready: false}}
ports: [{name: http, port: 8080}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop}
spec:
  parentRefs: [{name: front}]
  hostnames: [shop.example.com]
  rules:
    - matches: [{path: {type: PathPrefix, value: /cart}}]
      backendRefs: [{name: web, port: 80, weight: 3}, {name: api, port: 80, weight: 1}]
"""

READING_SCRIPT = """\
from diagrams import Diagram
from diagrams.k8s.network import Service
from live_diagrams_kube import ManifestFolder
shop = ManifestFolder("docs/manifests")
web = shop["Service/web"]
with Diagram("Shop", show=False):
    Service(f"{web}\\n{web.address}:{web.port}", nodeid=web.id)
"""
