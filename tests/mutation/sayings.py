"""What guides to Kubernetes get wrong, as an author in a hurry may write it: rule, then sentences.

None of these stands in the cases of the rules: they are here to see what those did not foresee.
"""

from __future__ import annotations

from collections.abc import Mapping

SAYINGS: Mapping[str, tuple[str, ...]] = {
    "claim-pod-ip": (
        "Since the Pod has an IP of its own, the containers in it can talk to each other.",
        "App and sidecar are containers that talk to each other via the Pod IP.",
        "Every container has its own IP address.",
    ),
    "claim-ingress-path": (
        "The request passes through the Ingress first, and from there to Service `web`.",
        "The Ingress `shop` forwards the request to a Pod of `web`.",
        "Traffic from the internet flows into the Ingress and on to the Pods.",
        "A packet for the shop crosses the Ingress on its way in.",
    ),
    "claim-cluster-ip": (
        "Each request from the controller is sent to the ClusterIP first.",
        "The controller forwards requests to the Service's virtual IP.",
        "All traffic goes via the virtual IP of Service `web`.",
    ),
    "claim-kube-proxy": (
        "On each node kube-proxy accepts the connection and passes it to a Pod.",
        "All packets for a Service flow through kube-proxy.",
        "A Service is a small proxy in front of its Pods.",
        "Service `web` listens on port 80.",
    ),
    "claim-round-robin": (
        "Service `web` hands out its Pods in rotation.",
        "kube-proxy balances connections round-robin.",
        "The kernel picks the ready Pods one after the other.",
    ),
    "claim-service-types": (
        "Take a NodePort instead of a ClusterIP where clients are outside.",
        "NodePort and LoadBalancer are alternatives to ClusterIP.",
        "A Service of type NodePort has no ClusterIP.",
    ),
    "claim-ports": (
        "The `targetPort` is the Service's own port, which clients call.",
        "A `containerPort` opens the port to other Pods.",
        "The `nodePort` is the container's port.",
    ),
    "claim-return-path": (
        "The reply travels straight from the Pod to the client.",
        "The response bypasses the controller.",
        "Pods answer the client directly.",
    ),
    "claim-dns": (
        "The Ingress adds the host to DNS.",
        "An Ingress publishes its host name.",
        "The Ingress sets up the DNS name of the shop.",
    ),
    "claim-controller-place": (
        "The ingress controller runs outside of the cluster, at its edge.",
        "The controller stands in front of the cluster.",
    ),
    "claim-old-api": (
        "The ready Pods are listed in an Endpoints object.",
        "For an Ingress, write `apiVersion: networking.k8s.io/v1beta1`.",
        "Choose the controller with the annotation `kubernetes.io/ingress.class`.",
    ),
    "claim-ingress-deprecated": (
        "Ingress is now deprecated.",
        "The Ingress API was deprecated when the Gateway API came.",
        "Kubernetes deprecated Ingress.",
    ),
    "claim-ingress-nginx": (
        "For a first try, install ingress-nginx.",
        "ingress-nginx is the best choice for most clusters.",
        "We suggest the controller ingress-nginx.",
    ),
    "claim-external-name": (
        "An ExternalName Service sends traffic to the Pods of another cluster.",
        "The Pods behind an ExternalName share the load.",
        "An ExternalName has a ClusterIP like any Service.",
    ),
    "claim-route-type": (
        "A Route is a kind of Service.",
        "ClusterIP, NodePort and Route are the types of a Service.",
        "The types of a Service on OpenShift include Route.",
    ),
    "claim-passthrough-path": (
        "A passthrough Route can choose a Service by path.",
        "With passthrough the router reads the headers.",
        "Passthrough works with paths, too.",
    ),
    "claim-not-ready": (
        "Pods that are not ready receive requests as well.",
        "The Service sends traffic to unready Pods too.",
        "Pod `web-3` is not ready but still gets requests.",
    ),
    "claim-tls": (
        "At an Ingress, TLS goes from the browser to the Pod.",
        "HTTPS is end to end here.",
        "With an Ingress, the Pod decrypts TLS.",
    ),
    "claim-proxy-mode": (
        "nftables is now the default mode.",
        "By default kube-proxy uses ipvs.",
    ),
}
