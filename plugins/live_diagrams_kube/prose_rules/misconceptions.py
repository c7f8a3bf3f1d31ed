"""The claims that guides to Kubernetes get wrong most often, each with what is right and its source.

The patterns know the common ways to say it, and are no proof that a page says nothing wrong.
"""

from __future__ import annotations

from .claims import Claim

_DOCS = "https://kubernetes.io/docs"
_SERVICES = f"{_DOCS}/concepts/services-networking"

CLAIMS = (
    Claim(
        "claim-pod-ip",
        "A Pod's IP does not let its containers talk to each other: they share a network namespace.",
        "containers of one Pod talk over localhost, in the network namespace that they share; the IP is for others",
        f"{_DOCS}/concepts/workloads/pods/#pod-networking",
        (
            r"(?:ips?|ip address(?:es)?) … (?:so|lets?|letting|allow\w*|enabl\w*|mak\w+ it possible|which means|thus"
            r"|therefore|hence) … containers? … {talk}",
            r"containers? … {talk} … (?:over|via|through|by|using|with|at) (?:the |its |their )(?:\w+ )?"
            r"(?:ip|ip address|pod ip|pod[’']s ip)",
            r"(?:each|every) container (?:\w+ ){0,4}?(?:has|gets|receives|is given) (?:its|an?) (?:\w+ )?ip",
            r"(?:ips?|ip address(?:es)?)(?: … |,? )(?:its|the|these|those|all) containers … {talk}",
            r"(?:containers?|sidecar|app) (?:\w+ )?(?:reach(?:es)?|calls?) … (?:over|via|through|by|using|at|on)"
            r" (?:the |its )(?:\w+ )?ip",
        ),
        unless=r"\b(?:localhost|network namespace|(?:other|another|different|between) pods?|across)\b",
    ),
    Claim(
        "claim-ingress-path",
        "An Ingress is a record in the API server: no packet passes through it, and it runs nothing.",
        "an Ingress is rules that a controller reads; packets pass through the controller",
        f"{_SERVICES}/ingress-controllers/",
        (
            r"{traffic} … {moves} (?:\w+ ){0,3}?(?:through|across|via|over|into|inside|by way of|to) {ingress}",
            r"{traffic} … (?:(?:travers|transit|cross)(?:es|e|ing)|hits?|reach(?:es)?|arrives? (?:at|in)"
            r"|lands? (?:at|on|in)) {ingress}",
            r"(?:sends?|makes?|directs?) (?:\w+ ){0,3}?{traffic} (?:straight )?to {ingress}",
            r"{ingress} (?:then |itself )?(?:forwards|receives|accepts|prox\w+|listens|decrypts|carries|terminates"
            r"|intercepts|relays|load[- ]?balances|handles|connects|opens|routes|sends|directs|passes|hands"
            r"|distributes|spreads|balances|delivers)",
            r"{ingress} is (?:an?|the) (?:\w+ ){0,2}?(?:proxy|load[- ]?balancer|server|program|process|hop)",
        ),
    ),
    Claim(
        "claim-cluster-ip",
        "Controllers and routers mostly connect to Pods straight away, so the ClusterIP is often not on the path.",
        "a Service selects Pods; ingress controllers and routers mostly connect to these, past the ClusterIP",
        f"{_SERVICES}/ingress/#the-ingress-resource",
        (
            r"{all} … (?:{traffic} )?(?:… )?{moves} (?:\w+ ){0,3}?(?:through|via|over|by way of|to) (?:the |a |its )?"
            r"(?:\w+ )?{virtual ip}",
            r"(?:all|every|each|always)(?: … | )(?:cross(?:es)?|uses?|hits?|pass(?:es)?|visits?) (?:the |a |its )?"
            r"(?:\w+ )?{virtual ip}",
            r"(?:all|every|each) (?:\w+ )?{traffic} … (?:pass(?:es)?|cross(?:es)?|(?:goes|flows|runs) through) (?:the |a )"
            r"service(?! ?account)",
            r"(no) {traffic} … (without) (?:\w+ ){0,4}?{virtual ip}",
            r"(?:controllers?|routers?) (?:\w+ )?(?:{carries}|connects?|hands?|talks?) … (?:to|through|via) "
            r"(?:the |its )?(?:\w+ )?{virtual ip}",
        ),
        unless=r"service-upstream|native-?lb|can be told|\b(?:option|annotation|may|if)\b",
    ),
    Claim(
        "claim-kube-proxy",
        "kube-proxy programs the kernel and carries no traffic; a Service is no running program at all.",
        "kube-proxy only writes rules, by which the kernel moves packets; a Service is a record, and runs nothing",
        f"{_DOCS}/reference/networking/virtual-ips/",
        (
            r"kube-proxy (?:\w+ ){0,2}?{carries} (?:\w+ ){0,4}?{traffic}",
            r"{traffic} … {moves} (?:\w+ ){0,3}?(?:through|via|by way of|across|over|to|by) (?:the )?kube-proxy",
            r"{traffic} … (?:handled|balanced|distributed|processed|served|received) by kube-proxy",
            r"kube-proxy is (?:an?|the) (?:\w+ ){1,3}?(?:that|which) {carries}",
            r"kube-proxy is (?:an?|the) (?:\w+ ){0,2}?(?:load balancer|proxy (?:that|which|through)|proxy server)",
            r"services? (?:is|are) (?:an? )?(?:\w+ ){0,2}?(?:prox(?:y|ies)|process(?:es)?|programs?|daemons?|servers?)"
            r"(?! (?:is|are))",
            r"(?<!behind a )(?<!behind the )(?<!of a )(?<!of the )services? (?:\w+ )?listens? (?:on|at|for)",
        ),
        unless=r"userspace",
    ),
    Claim(
        "claim-round-robin",
        "In its default mode kube-proxy has the kernel pick a Pod at random, and not in turn.",
        "iptables mode picks a ready Pod at random, once for each connection",
        f"{_DOCS}/reference/networking/virtual-ips/#proxy-mode-iptables",
        (
            r"round[- ]?robin",
            r"(?:services?|kube-proxy|iptables|kernel|virtual ip|cluster ?ip) … (?:in turn|one after (?:an|the )other"
            r"|in rotation|rotat\w+|cycl\w+ through|alternat\w+ between)",
            r"(?:picks?|chooses?|sends?|{traffic}) … (?:pods?|endpoints?) (?:in order(?! to)|one after (?:an|the )other)",
            r"(?:each|every|next) (?:pod|endpoint|request|connection) … in turn",
            r"{traffic} … one (?:pod|endpoint) after (?:an|the )other",
        ),
        unless=r"\b(?:haproxy|nginx|traefik|envoy|ipvs|dns|routers?|controllers?|load balancers?|gateways?)\b",
    ),
    Claim(
        "claim-service-types",
        "NodePort builds on ClusterIP and LoadBalancer on NodePort: they are layers, not alternatives.",
        "each type keeps what the one before it gives: LoadBalancer has a node port, and both have a ClusterIP",
        f"{_SERVICES}/service/#publishing-services-service-types",
        (
            r"(?:node ?port|load ?balancer)s? … (instead of|rather than|replac\w+|in place of|(?:an )?alternatives? to)"
            r" … (?:cluster ?ip|node ?port)s?",
            r"(?:cluster ?ip|node ?port|service types?|types of (?:a )?services?) … alternatives?",
            r"(?:choose|pick|select|decide) (?:\w+ ){0,3}?cluster ?ip(?:,| or| and) (?:\w+ )?(?:node ?port|load ?balancer)",
            r"(?:node ?port|load ?balancer)(?: services?)? (?:has|have|gets?|loses?|drops?|comes?) (?:\w+ ){0,2}?"
            r"(no|without|(?<=loses )its|(?<=drops )the) (?:cluster ?ip|node ?port)",
            r"(?:node ?port|load ?balancer)(?: services?)? (?:does|do) (not|n[’']t) (?:have|get|need) (?:an? )?cluster ?ip",
            r"(?:node ?port|load ?balancer)s? … {virtual ip} (?:is|are) (?:\w+ )?(?:gone|removed|dropped|lost|unused)",
            r"(instead of) (?:an? |the )?cluster ?ip,? … (?:node ?port|load ?balancer)",
            r"either (?:an? )?(?:cluster ?ip|node ?port)(?: service)? or (?:an? )?(?:node ?port|load ?balancer|cluster ?ip)",
            r"types … (?:exclude (?:each other|one another)|mutually exclusive)",
        ),
        unless=r"\bheadless\b|allocateLoadBalancerNodePorts",
    ),
    Claim(
        "claim-ports",
        "Four fields are ports of four things, and readers who take one for another get refused connections.",
        "`port` is the Service's own, `targetPort` the Pod's, `nodePort` every node's; `containerPort` opens nothing",
        f"{_SERVICES}/service/#field-spec-ports",
        (
            r"target ?port (?:is|means|names|sets|says) (?:\w+ ){0,4}?(?:service[’']s|of the service|node[’']s|every node)",
            r"target ?port \|.*\b(?:service[’']s|of the service|every node)",
            r"target ?port (?:\w+ ){0,5}?clients (?:connect|call|use|reach)",
            r"container ?port (?:\w+ )?(?:opens|publishes|exposes|makes the)(?! no)",
            r"container ?port \|.*\b(?:service[’']s|opens|every node)",
            r"node ?port (?:is|means|names|sets|says) (?:\w+ ){0,4}?(?:(?:container|pod|service)[’']s"
            r"|of the (?:container|pod|app)|the (?:container|pod|app) (?:itself )?listens)",
            r"(without) (?:an? |the )?container ?port … (?:closed|unreachable|cannot be reached|nobody)",
            r"node ?port \|.*\b(?:container|pod|service)[’']s",
            r"node ?port \|.*\bon the pod",
            r"(?<!target)(?<!node)(?<!container)port \|.*\b(?:on|of) (?:the pod|every node|the container)",
            r"(?:the field |the |service[’']s )port (?:is|means|names) (?:the )?(?:\w+ ){0,3}?(?:on which |that )?"
            r"the (?:container|pod|app) (?:itself )?listens",
        ),
    ),
    Claim(
        "claim-return-path",
        "An answer goes back over the connections that the request came by, so that every change is undone.",
        "the answer takes the request's way back: Pod, controller, node, load balancer, user",
        f"{_DOCS}/tutorials/services/source-ip/",
        (
            r"(?:answers?|repl(?:y|ies)|responses?) (?:\w+ ){0,2}?(?:goes|go|returns?|travels?|leaves?|(?:is|are) sent)"
            r" (?:\w+ ){0,3}?(?:straight|directly) … (?:users?|clients?|browsers?)",
            r"pods? (?:\w+ )?sends? (?:its |the |an? )(?:\w+ )?(?:answers?|repl(?:y|ies)|responses?) (?:\w+ )?"
            r"(?:straight|directly) to (?:the )?(?:\w+ )?(?:user|client|browser)",
            r"(?:answers?|repl(?:y|ies)|responses?)(?: … | )(?:skips?|bypass(?:es)?|avoids?|(without) (?:passing|going|crossing)"
            r"|(?:does|do) (not) (?:pass|cross|go through|touch)) (?:through )?(?:the )?(?:\w+ )?"
            r"(?:controllers?|load balancers?|routers?)",
            r"(?:answers?|repl(?:y|ies)|responses?) (?:\w+ )?(?:takes?|goes|go|returns?) (?:\w+ )?(?:another|a different|its"
            r" own) (?:way|path|route)",
            r"pods? (?:\w+ )?(?:answers?|repl(?:y|ies)|responds?) (?:to )?the (?:user|client|browser) "
            r"(?:directly|straight|itself)",
        ),
        unless=r"\bDSR\b|direct server return|inside the cluster|dns",
    ),
    Claim(
        "claim-dns",
        "An Ingress matches the host of a request, and puts no name into DNS.",
        "somebody, or a tool such as ExternalDNS, has to create the record of a host that an Ingress only matches",
        f"{_SERVICES}/ingress/#name-based-virtual-hosting",
        (
            r"{ingress} (?:\w+ ){0,2}?(?:creates?|registers?|adds?|makes?|sets? up|publishes|writes?|resolves?|puts?) … "
            r"(?:dns|name record|host ?names?|domain)",
            r"{ingress} (?:\w+ )?resolves",
            r"ingress … (?:hosts?|names?) (?:\w+ ){0,2}?resolves? (?:by itself|automatically|at once|on its own)",
            r"kubernetes (?:\w+ )?(?:creates|adds|registers|makes) … dns … ingress",
            r"ingress … becomes? (?:\w+ ){0,3}?dns",
        ),
        unless=r"external-?dns",
    ),
    Claim(
        "claim-controller-place",
        "An ingress controller is a program in Pods of its own, inside the cluster.",
        "an ingress controller runs in Pods of the cluster, behind a Service of its own",
        f"{_SERVICES}/ingress-controllers/",
        (
            r"(?:ingress controllers?|openshift router|the (?:controller|router)) (?:\w+ )?(?:runs?|stands?|sits?|lives?"
            r"|is|are)(?: … | )(?:outside|in front of) (?:of )?(?:the|your|a) cluster",
            r"(?:ingress controllers?|openshift router|the (?:controller|router)) is (not|no) (?:a )?part of the cluster",
        ),
    ),
    Claim(
        "claim-old-api",
        "Readers copy what they see: an API that is gone is refused, one that is deprecated is on its way there.",
        "write `networking.k8s.io/v1`, `ingressClassName` and EndpointSlices",
        f"{_DOCS}/reference/using-api/deprecation-guide/",
        (
            r"extensions/v1beta1",
            r"networking\.k8s\.io/v1beta1",
            r"kubernetes\.io/ingress\.class",
            r"ingress … v1beta1|v1beta1 … ingress",
            r"endpoints (?:objects?|resources?|api)|kubectl get endpoints|(?<=[a-z,] )(?-i:Endpoints)",
        ),
        unless=r"\b(?:gone|removed|no longer|old(?:er)?|deprecated|retired|gave way|replaced|until|formerly|before|was"
        r"|were|legacy|obsolete|used to|refuse[sd]?)\b",
    ),
    Claim(
        "claim-ingress-deprecated",
        "The Ingress API is frozen, which is not deprecated: it stays and gets no new features.",
        "Ingress is frozen, not deprecated; new work is recommended to use the Gateway API",
        f"{_SERVICES}/ingress/",
        (
            r"(?<!nginx )(?<!\bof )ingress(?: api| resources?| objects?)? (?:itself )?(?:is|are|was|has been|will be) (?:\w+ ){0,2}?"
            r"(?:deprecated|obsolete|end[- ]of[- ]life|retired|dead|discontinued|going away)",
            r"ingress(?: api| resources?| objects?)? (?:will|is to) (?:\w+ )?(?:be (?:removed|dropped)|go away|disappear|end)",
            r"support (?:for|of) (?:the )?ingress(?: api)? (?:\w+ )?(?:ends?|ended|stops?|is dropped)",
            r"deprecat(?:ed|es|ion of) (?:the )?ingress(?! ?-?(?:nginx|controller|class))",
            r"(?:replaced|superseded) (?:the )?(?:deprecated )?ingress(?! ?-?(?:nginx|controller))",
        ),
        unless=r"\bannotations?\b",
    ),
    Claim(
        "claim-ingress-nginx",
        "The community's ingress-nginx is retired and gets no security fixes, so nobody should start with it.",
        "ingress-nginx is retired since March 2026; take a controller that is maintained",
        "https://github.com/kubernetes/ingress-nginx",
        (
            r"(?:use|uses|using|take|install\w*|choos\w+|recommend\w*|pick|prefer|go with|deploy\w*|start with|suggest\w*"
            r"|try|we run) (?:\w+ ){0,5}?\(?ingress[- ]nginx",
            r"(?:usual|common|recommended|best|default|good|popular|standard|safe|normal) (?:\w+ )?(?:choice|controller"
            r"|option|default)[,:]? (?:\w+ )?(?:is |called )?\(?ingress[- ]nginx",
            r"ingress[- ]nginx (?:\w+ )?(?:is|remains) (?:\w+ ){0,3}?(?:recommended|best|default|most|good|safe|maintained"
            r"|supported|standard|popular|obvious)",
        ),
        unless=r"\b(?:retired|archived|migrat\w+|f5)\b|used to",
    ),
    Claim(
        "claim-external-name",
        "An ExternalName Service is a DNS alias: it has no selector, no endpoints, no Pods and no address.",
        "an ExternalName is a CNAME for a name elsewhere, and nothing is behind it",
        f"{_SERVICES}/service/#externalname",
        (
            r"externalname(?: services?)? (?:\w+ ){0,3}?(?:select(?:s|ing)?|forwards?|routes?|prox\w+|balances?"
            r"|load-balances|sends|has|have|gets?|owns|needs|carries) (?:\w+ ){0,4}?(?:pods?|endpoints?|endpointslices?"
            r"|{traffic}|selectors?|{virtual ip})",
            r"pods? (?:behind|of|selected by) (?:an? |the )?externalname",
            r"externalname(?: services?)? … its (?:endpoints|pods|selector|{virtual ip})",
        ),
    ),
    Claim(
        "claim-route-type",
        "A Route is an object of OpenShift that names Services; it is no type of Service.",
        "a Route is an object of its own, `route.openshift.io/v1`, that names Services",
        "https://github.com/openshift/api/blob/master/route/v1/types.go",
        (
            r"routes? (?:is|are) (?:\w+ ){0,3}?(?:type|kind|sort|form|variant)s? of (?:an? |the )?(?:\w+ )?services?",
            r"(?:service types?|types of (?:an? )?services?) … routes?",
            r"cluster ?ip,? (?:\w+,? ){0,3}?(?:and|or) routes?",
            r"routes? (?:is|are) (?:\w+ ){0,3}?service types?",
            r"type: route|services? … type route",
        ),
    ),
    Claim(
        "claim-passthrough-path",
        "With passthrough the router sees encrypted bytes, so it can know no path, header or cookie.",
        "a passthrough Route is matched by the server name alone, since everything else is encrypted",
        "https://github.com/openshift/api/blob/master/route/v1/types.go",
        (
            r"passthrough(?: routes?)?\b … (?:match\w*|rout\w+|choos\w+|by|has|have|with|sees?|reads?|looks? at|splits?) "
            r"(?:\w+ ){0,4}?(?:paths?|headers?|cookies?|urls?)",
            r"(?:paths?|headers?|cookies?|urls?) of (?:an? |the )?passthrough",
            r"(?:paths?|headers?|cookies?) (?:\w+ ){0,3}?(?:works?|possible|allowed) (?:\w+ ){0,2}?with passthrough",
        ),
        unless=r"server name (?:only|alone)|\bunlike\b",
    ),
    Claim(
        "claim-not-ready",
        "A Pod that is not ready is listed with `ready: false` and gets no new connections.",
        "only ready Pods get new traffic; while none is ready, those that still serve while shutting down do",
        f"{_SERVICES}/endpoint-slices/#conditions",
        (
            r"{not ready} (?:pods?|endpoints?) (?:\w+ ){0,3}?(?:receives?|gets?|(?:is|are) sent|serves?|takes?|answers?) "
            r"(?:\w+ ){0,3}?{traffic}",
            r"(?:pods?|endpoints?) (?:that|which) (?:is|are) (?:not|not yet) ready (?:\w+ ){0,3}?(?:receives?|gets?"
            r"|(?:is|are) sent|serves?|takes?) (?:\w+ ){0,3}?{traffic}",
            r"{traffic} … (?:to|reach\w*) (?:\w+ ){0,3}?(?:{not ready} (?:pods?|endpoints?)"
            r"|(?:pods?|endpoints?) (?:that|which) (?:is|are) {not ready})",
            r"{not ready},? (?:and|but) (?:\w+ ){0,2}?(?:gets?|receives?|takes?|serves?) (?:\w+ ){0,4}?{traffic}",
            r"{traffic}(?: … |,? )(?:whether )?(?:it is |they are )?ready or not",
            r"{traffic},? (?:even (?:if|when|while)|although|though) (?:\w+ ){1,3}?{not ready}",
            r"{traffic} (?:even |also |already )?before (?:it|they|the pods?) (?:is|are|becomes?) ready",
            r"pods? (?:that|whose|which|with) (?:\w+ ){0,4}?probe(?: fails?)? (?:\w+ )?(?:gets?|receives?) (?:\w+ ){0,2}?"
            r"{traffic}",
            r"readiness(?: probes?)? (?:\w+ )?(?:has|have) (no) (?:influence|effect|bearing|say)",
            r"probes? (?:\w+ )?(?:does|do) (not) (?:keep|stop|hold) (?:\w+ )?{traffic}",
        ),
        unless=r"publishNotReadyAddresses|last resort|shutting down|terminating",
    ),
    Claim(
        "claim-tls",
        "With an Ingress or an edge Route, TLS ends at the controller, and a second connection leads to the Pod.",
        "TLS ends at the controller unless it is passed through or encrypted again",
        f"{_SERVICES}/ingress/#tls",
        (
            r"(?:tls|https|encrypt\w*) … (?:end[- ]to[- ]end|all the way|(?:from|between) the (?:browser|client|user) "
            r"(?:\w+ ){0,3}?(?:to|and) the (?:pod|app|container))",
            r"encrypted (?:\w+ )?(?:up to|to|until it reaches|until|as far as|into) the (?:pod|app|container)",
            r"tls (?:only )?ends (?:only )?(?:in|at|inside|with) the (?:pod|app|container)",
            r"edge … encrypt\w* … (?:router|controller) (?:and|to) the (?:pod|app)",
            r"end[- ]to[- ]end … (?:tls|https|encrypt\w*)",
            r"(?:pod|app|container) (?:itself )?(?:terminates|ends|decrypts) (?:the )?(?:tls|https)",
        ),
        unless=r"pass(?:es|ed)? ?through|re-?encrypt|service mesh|mtls",
    ),
    Claim(
        "claim-proxy-mode",
        "iptables is still the mode of kube-proxy that runs where none is set.",
        "iptables is the default mode of kube-proxy; nftables is stable, and ipvs deprecated",
        f"{_DOCS}/reference/networking/virtual-ips/#proxy-modes",
        (
            r"(?:nftables|ipvs)(?: mode)? (?:is|became|has become) (?:\w+ ){0,2}?the default",
            r"default (?:proxy )?mode,? (?:of kube-proxy )?(?:is (?:\w+ )?|\()(?:nftables|ipvs)",
            r"kube-proxy (?:\w+ ){0,3}?(?:nftables|ipvs)(?: mode)? by default",
            r"by default,? kube-proxy (?:\w+ ){0,3}?(?:nftables|ipvs)",
        ),
    ),
)
