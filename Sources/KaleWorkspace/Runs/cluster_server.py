"""A Kubeflow Pipelines server, as the KFP SDK reaches it, and what can go wrong on the way there."""

import base64
import io
import json
import os
import re
import socket
import sys
import time
import types
import urllib.parse
import urllib.request

from run_driver import Failed, Impossible, load_sdk

# Seconds until a connection stands, and until an answer comes.
TIMEOUT = (10, 60)
# The SDK's own way to pass a token to its command line.
TOKEN = "KFP_EXISTING_TOKEN"
# What other programs read, too; the SDK has certificates of its own.
CERTIFICATES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")


# --- The server ---------------------------------------------------------------------------------------------


class Server:
    """A KFP server, and who speaks with it."""

    def __init__(self, request):
        kfp = load_sdk()
        try:
            # A path in the environment, such as that of KUBECONFIG, is relative to where kale-lsp was started.
            os.chdir(request["directory"])
        except OSError:
            pass
        host = request["host"] or os.environ.get("KF_PIPELINES_ENDPOINT") or os.environ.get("KFP_ENDPOINT")
        self.host = normalized(host) if host else None
        # Also where the SDK has found it.
        self.address = self.host
        self.token = os.environ.get(TOKEN) or None
        self._is_prepared = False
        self.proxy = Proxy.of(self.host) if self.host else None
        if self.proxy:
            self.proxy.check()
        elif self.host:
            check_reachable(self.host)
        # The SDK prints links that only a notebook can show.
        sys.stdout = sys.stderr = io.StringIO()
        with Doing("connect", self):
            self.client = self._connect(kfp)
        self.namespace = self._namespace(request)

    @property
    def name(self):
        return f"The KFP server at {self.address}" if self.address else "The KFP server"

    @property
    def interface(self):
        """Where its pages are; None where nobody knows."""
        address = os.environ.get("KF_PIPELINES_UI_ENDPOINT") or self.host
        return address and normalized(address)

    @property
    def credentials(self):
        """What this program has shown of itself, in words; None for nothing."""
        if self.token:
            return f"the token in {TOKEN}"
        client = getattr(self, "client", None)
        settings = getattr(client, "_context_setting", None) or {}
        if settings.get("client_authentication_cookie") or settings.get("client_authentication_header_name"):
            return "the login in ~/.config/kfp/context.json"
        configuration = getattr(client, "_existing_config", None)
        if getattr(configuration, "api_key", None):
            return "the token that the KFP SDK found"
        return None

    @property
    def proxy_name(self):
        return self.proxy.name if self.proxy else "the proxy"

    def link(self, page):
        return f"{self.interface}/#/{page}" if self.interface else None

    def _read_health(self, client):
        """What the server says of itself, if it is a KFP server of a version that the SDK can speak with."""
        self.address = client._existing_config.host
        # What the SDK's client has when nothing is found.
        if self.host is None and self.address in (None, "", "http://localhost", "https://localhost"):
            raise Impossible(
                "No KFP server is set, and the SDK found none. "
                "Set `--host`, `kfp_host` in the notebook's configuration, or KF_PIPELINES_ENDPOINT."
            )
        if not self._is_prepared:
            self._is_prepared = True
            self._prepare(client)
        api = client._run_api.api_client
        answer = api.call_api(
            "/apis/v2beta1/healthz", "GET", auth_settings=["Bearer"], _preload_content=False
        )
        try:
            health = json.loads(answer.data)
        except ValueError:
            health = None
        if isinstance(health, dict):
            return health
        if b"<html" in answer.data[:4096].lower():
            raise Impossible(
                f"{self.name} answers with a web page instead of data, most likely to log in. "
                f"Set {TOKEN} to a token, or connect with `kubectl port-forward`."
            )
        raise Impossible(f"{self.address} is not a KFP 2 server. Check the URL.")

    def _connect(self, kfp):
        def read_health(client, *_):
            return types.SimpleNamespace(multi_user=self._read_health(client).get("multi_user"))

        # The SDK asks five times in 25 seconds, and then does not say what the answer was.
        kfp.Client.get_kfp_healthz = read_health
        certificates = next(filter(None, map(os.environ.get, CERTIFICATES)), None)
        if certificates and not os.path.isfile(certificates):
            raise Impossible(
                f"The file of certificates `{certificates}` does not exist. Check SSL_CERT_FILE."
            )
        client = kfp.Client(
            host=self.host,
            existing_token=self.token,
            proxy=self.proxy.url if self.proxy else None,
            ssl_ca_cert=certificates,
        )
        self.client = client
        self.health = self._read_health(client)
        return client

    def _prepare(self, client):
        """Sets what the SDK leaves open, before the first request."""
        rest = client._run_api.api_client.rest_client
        import urllib3  # of the SDK

        # A server that takes a request and does not answer it is not asked three times more.
        rest.pool_manager.connection_pool_kw["retries"] = urllib3.Retry(total=3, read=0)
        if self.proxy:
            rest.pool_manager.proxy_headers.update(self.proxy.headers)
        request = rest.request

        def request_in_time(*arguments, **options):
            options["_request_timeout"] = options.get("_request_timeout") or TIMEOUT
            return request(*arguments, **options)

        rest.request = request_in_time

    def _namespace(self, request):
        if not self.health.get("multi_user"):
            return None
        found = request["namespace"] or os.environ.get("KFP_NAMESPACE") or self.client.get_user_namespace()
        if not found:
            raise Impossible(
                f"{self.name} has several namespaces. Set `--namespace` or KFP_NAMESPACE to yours."
            )
        return found


def normalized(host):
    """An address with its scheme, as the SDK reads it, and without the page of the user interface."""
    return (host if "://" in host else f"https://{host}").partition("#")[0].rstrip("/")


def check_reachable(host):
    """Says soon where there is no server."""
    try:
        parts = urllib.parse.urlsplit(host)
        address = (parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))
    except ValueError as error:
        raise Impossible(f"{host} is not a valid URL: {error}.") from error
    if parts.hostname is None:
        raise Impossible(f"{host} is not a valid URL: it has no host.")
    if parts.scheme not in ("http", "https"):
        raise Impossible(f"{host} is not a valid URL: it must start with `http://` or `https://`.")
    try:
        socket.create_connection(address, timeout=TIMEOUT[0]).close()
    except OSError as error:
        raise Impossible(unreachable(host, error.strerror or str(error))) from error


def unreachable(host, reason):
    hint = "Check that the URL is correct and the server is running."
    if urllib.parse.urlsplit(host).hostname in ("localhost", "127.0.0.1", "::1"):
        hint = (
            "Check that `kubectl port-forward` is running, for example "
            "`kubectl port-forward -n kubeflow svc/ml-pipeline-ui 8080:80`."
        )
    return f"Cannot connect to a KFP server at {host}: {reason}. {hint}"


class Proxy:
    """The proxy that leads to the server."""

    def __init__(self, url, variable):
        self.url, self.variable = url, variable

    @classmethod
    def of(cls, host):
        try:
            parts = urllib.parse.urlsplit(host)
            name = parts.hostname
        except ValueError:
            return None
        proxies = urllib.request.getproxies()
        scheme = parts.scheme if parts.scheme in proxies else "all"
        if not name or scheme not in proxies or urllib.request.proxy_bypass(name):
            return None
        url = proxies[scheme]
        return cls(url if "://" in url else f"http://{url}", f"{scheme.upper()}_PROXY")

    @property
    def name(self):
        """Where it is. A password in the URL is nobody's business."""
        parts = urllib.parse.urlsplit(self.url)
        return f"the proxy {parts.scheme}://{parts.netloc.rpartition('@')[2]} ({self.variable})"

    @property
    def headers(self):
        """What logs in: the SDK takes no login from the URL."""
        parts = urllib.parse.urlsplit(self.url)
        if parts.username is None:
            return {}
        login = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
        return {"proxy-authorization": f"Basic {base64.b64encode(login.encode()).decode()}"}

    def check(self):
        try:
            parts = urllib.parse.urlsplit(self.url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
            socket.create_connection((parts.hostname, port), timeout=TIMEOUT[0]).close()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise Impossible(
                f"Cannot connect to {self.name}: {reason}. "
                "If the server needs no proxy, add its host to NO_PROXY."
            ) from error


# --- What can go wrong --------------------------------------------------------------------------------------


class Doing:
    """Turns what the SDK raises into a sentence that says what is wrong and what to do."""

    def __init__(self, what, server):
        self._what, self._server = what, server

    def __enter__(self):
        return self

    def __exit__(self, _, error, __):
        if isinstance(error, Exception) and not isinstance(error, (Impossible, Failed, BrokenPipeError)):
            raise Impossible(problem(error, self._what, self._server)) from error


def problem(error, what, server):
    status = getattr(error, "status", None)
    if isinstance(status, int) and status:
        return refusal(status, server_message(error), what, server)
    for cause in causes(error):
        text = str(cause)
        names = {type_.__name__ for type_ in type(cause).__mro__}
        if "SSL" in text or names & {"SSLError", "SSLCertVerificationError"}:
            return certificate_problem(text, server)
        if "ProxyError" in names:
            if "407" in text:
                return proxy_login_problem(server)
            return f"{capitalized(server.proxy_name)} does not lead to {server.address}: {innermost(error)}."
        if names & {"TimeoutError", "ReadTimeoutError", "ConnectTimeoutError"}:
            return f"{server.name} did not answer within {TIMEOUT[1]} seconds. Try again later."
        if names & {"NewConnectionError", "ConnectionError", "gaierror", "ProtocolError"}:
            return (
                unreachable(server.address, innermost(error))
                if server.address
                else f"{server.name}: {innermost(error)}"
            )
    return f"Cannot {what} {place(what, server)}: {type(error).__name__}: {error}"


def place(what, server):
    """Where something is done, behind the words for it."""
    preposition = "to" if what == "connect" else "on"
    return f"{preposition} the KFP server" + (f" at {server.address}" if server.address else "")


def causes(error):
    """An error and what led to it."""
    found = []
    while isinstance(error, BaseException) and error not in found:
        found.append(error)
        reason = getattr(error, "reason", None)
        error = reason if isinstance(reason, BaseException) else error.__cause__ or error.__context__
    # The innermost says best what it is.
    return reversed(found)


def innermost(error):
    first = next(iter(causes(error)))
    return getattr(first, "strerror", None) or str(first) or type(first).__name__


def capitalized(text):
    return text[:1].upper() + text[1:]


def proxy_login_problem(server):
    return (
        f"{capitalized(server.proxy_name)} requires a login (status 407). "
        "Set the variable to a URL with it: `http://USER:PASSWORD@HOST:PORT`."
    )


def certificate_problem(text, server):
    if "WRONG_VERSION_NUMBER" in text or "record layer failure" in text or "UNKNOWN_PROTOCOL" in text:
        plain = server.address.replace("https://", "http://", 1)
        return f"{server.address} does not use TLS. Use {plain} instead."
    reason = re.search(r"certificate verify failed: ([^(]+?) *\(", text)
    words = reason.group(1) if reason else text
    if (
        "expired" in words
        or "not yet valid" in words
        or "ostname mismatch" in words
        or "IP address mismatch" in words
    ):
        remedy = "Ask the server's administrator to renew it." if "xpired" in words else "Check the URL."
    else:
        remedy = "Set SSL_CERT_FILE to a PEM file with your organization's certificate authority."
    return f"The TLS certificate of {server.address} is not trusted: {words}. {remedy}"


def refusal(status, message, what, server):
    """What an answer with a status says that is no success."""
    said = f": {message.rstrip('.')}." if message else "."
    if status == 401:
        return unauthenticated(message, server)
    if status == 403:
        where = f" in namespace `{server.namespace}`" if getattr(server, "namespace", None) else ""
        account = f" with {server.credentials}" if server.credentials else ""
        login = "" if server.credentials else f"Set {TOKEN} to a token, or a"
        return (
            f"You have no permission to {what}{where} {place(what, server)}{account} (status 403){said} "
            f"{login or 'A'}sk its administrator for access."
        )
    if what == "connect" and status in (404, 405):
        return (
            f"{server.address} is not a KFP 2 server: it has no /apis/v2beta1 (status {status}). "
            "Check the URL: it is that of KFP's user interface, without `#` and what follows, "
            "for example https://kubeflow.example.com/pipeline."
        )
    if status == 407:
        return proxy_login_problem(server)
    if status in (502, 503, 504):
        return f"{server.name} is not available (status {status}). Try again later."
    if status >= 500:
        return f"{server.name} failed to {what} (status {status}){said}"
    return f"{server.name} rejected the request to {what} (status {status}){said}"


def unauthenticated(message, server):
    if server.credentials is None:
        return (
            f"{server.name} requires authentication (status 401), and no credentials are set. "
            f"Set {TOKEN} to a token, or connect with `kubectl port-forward`."
        )
    expired = expiry(server.token)
    if expired is not None and expired < time.time():
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(expired))
        return f"{capitalized(server.credentials)} expired at {when}. Get a new token."
    said = f": {message.rstrip('.')}" if message else ""
    return (
        f"{server.name} rejected {server.credentials} (status 401){said}. "
        "It is wrong or has expired. Get a new one."
    )


def expiry(token):
    """When a JSON web token expires; None where it does not say."""
    try:
        body = token.split(".")[1]
        return float(json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))["exp"])
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return None


def server_message(error):
    """What the server says of a refusal: one line, and not what its program did."""
    body = getattr(error, "body", None) or getattr(error, "reason", None) or ""
    if isinstance(body, bytes):
        body = body.decode("utf-8", "replace")
    try:
        parsed = json.loads(body)
        body = next((parsed[key] for key in ("message", "error", "error_message") if parsed.get(key)), "")
    except (ValueError, AttributeError, TypeError):
        pass
    body = str(body)
    if "<html" in body.lower():
        return ""
    lines = body.strip().splitlines() or [""]
    return lines[0] if len(lines[0]) <= 500 else lines[0][:500] + "…"
