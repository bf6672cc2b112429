"""What can go wrong between `kale-lsp run --submit` and a Kubeflow Pipelines server, and what is said of it."""

import base64
import contextlib
import datetime
import ipaddress
import json
import os
import socket
import ssl
import subprocess
import sys

import pytest

import kfp_api
from conftest import REPOSITORY
from kfp_fixtures import lines, refused
from small_notebook import write_notebook

RUNS, SCHEDULES = "/apis/v2beta1/runs", "/apis/v2beta1/recurringruns"


@pytest.mark.parametrize(
    ("method", "path", "answer", "message"),
    [
        (
            "POST",
            RUNS,
            (400, {"message": "the pipeline is wrong"}),
            "rejected the request to start a run (status 400): the pipeline is wrong.",
        ),
        (
            "POST",
            RUNS,
            (403, {"message": "User a cannot."}),
            "You have no permission to start a run on the KFP server at ",
        ),
        ("POST", RUNS, (404, {"message": "Experiment x not found"}), "(status 404): Experiment x not found."),
        (
            "POST",
            RUNS,
            (500, {"error": "boom", "message": "boom\nstack"}),
            "failed to start a run (status 500): boom.",
        ),
        ("GET", "/apis/v2beta1/healthz", (503, "<html>"), "is not available (status 503). Try again later."),
        (
            "GET",
            "/apis/v2beta1/healthz",
            (404, "<html>"),
            "is not a KFP 2 server: it has no /apis/v2beta1 (status 404).",
        ),
        (
            "GET",
            "/apis/v2beta1/healthz",
            (200, "<html>log in"),
            "answers with a web page instead of data, most likely to log in.",
        ),
        ("GET", "/apis/v2beta1/healthz", (200, "hello"), "is not a KFP 2 server. Check the URL."),
        (
            "GET",
            "/apis/v2beta1/experiments",
            (403, "RBAC: access denied"),
            "no permission to use the experiment `small` on",
        ),
    ],
)
def test_a_refusal_is_told_with_what_the_server_says(submit, server, method, path, answer, message):
    server.refusals = {(method, path): answer}
    assert message in refused(submit())


def token(seconds):
    """A token that expires so many seconds from now."""
    when = datetime.datetime.now().timestamp() + seconds
    return "a." + base64.urlsafe_b64encode(json.dumps({"exp": when}).encode()).decode().rstrip("=") + ".b"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            None,
            "requires authentication (status 401), and no credentials are set. Set KFP_EXISTING_TOKEN to a token",
        ),
        ("wrong", "rejected the token in KFP_EXISTING_TOKEN (status 401): Request header error"),
        (token(-60), "The token in KFP_EXISTING_TOKEN expired at "),
        (token(3600), "It is wrong or has expired. Get a new one."),
    ],
    ids=["none", "wrong", "expired", "valid"],
)
def test_a_login_that_is_missing_or_wrong_is_told(submit, server, monkeypatch, given, message):
    server.token = "right"
    if given:
        monkeypatch.setenv("KFP_EXISTING_TOKEN", given)
    assert message in refused(submit())


def test_a_token_logs_in(submit, server, monkeypatch):
    server.token = "right"
    monkeypatch.setenv("KFP_EXISTING_TOKEN", "right")
    assert lines(submit())


@pytest.mark.parametrize("source", ["option", "environment", "none"])
def test_a_server_for_several_users_needs_a_namespace(submit, server, monkeypatch, source):
    server.is_multi_user = True
    if source == "none":
        assert "Set `--namespace` or KFP_NAMESPACE to yours." in refused(submit())
        return
    if source == "environment":
        monkeypatch.setenv("KFP_NAMESPACE", "team")
    assert lines(submit(*(["--namespace", "team"] if source == "option" else [])))
    assert server.sent("POST", "/apis/v2beta1/experiments")[0]["namespace"] == "team"


def test_an_archived_experiment_is_told(submit, server):
    server.add_experiment("small", storage_state="ARCHIVED")
    assert "The experiment `small` is archived." in refused(submit())


def test_without_an_experiment_the_one_is_used_that_the_finding_names(submit, workspace, server):
    write_notebook(workspace / "small.ipynb", experiment_name="")
    process = submit()
    assert lines(process)[0] == "Created the experiment `small`."
    assert "so `kale-lsp` uses `small`" in " ".join(process.stderr.split())


def test_a_server_that_is_not_there_is_told(submit, server):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        message = refused(submit(host=["--host", address]))
    assert message.startswith(f"Cannot connect to a KFP server at {address}: Connection refused.")
    assert "kubectl port-forward" in message


@pytest.mark.parametrize("host", ["http://", "ftp://host", "http://host:port"])
def test_an_address_that_is_none_is_told(submit, host):
    assert "is not a valid URL" in refused(submit(host=["--host", host]))


def test_without_a_server_it_says_how_to_name_one(submit):
    assert "No KFP server is set" in refused(submit(host=[]))


def test_a_proxy_that_is_not_there_is_told_without_its_password(submit, monkeypatch):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        monkeypatch.setenv("http_proxy", f"http://me:secret@127.0.0.1:{unused.getsockname()[1]}")
        message = refused(submit(host=["--host", "http://kfp.example"]))
    assert message.startswith("Cannot connect to the proxy http://127.0.0.1:") and "NO_PROXY" in message
    assert "secret" not in message


@pytest.mark.parametrize("login", ["", "me:wrong@", "me:se%3Acret@"])
def test_a_proxy_may_require_a_login(submit, server, monkeypatch, login):
    server.proxy_login = "me:se:cret"
    monkeypatch.setenv("http_proxy", server.url.replace("//", f"//{login}"))
    process = submit(host=["--host", "http://kfp.example"])
    if login.startswith("me:se"):
        assert lines(process)
    else:
        assert "requires a login (status 407)" in refused(process) and "wrong" not in process.stderr


def test_a_proxy_that_works_is_used_unless_the_server_needs_none(submit, server, monkeypatch):
    host = ["--host", "http://kfp.example"]
    monkeypatch.setenv("http_proxy", server.url)
    assert lines(submit(host=host))[-1].startswith("Started: http://kfp.example/#/runs/")
    monkeypatch.setenv("no_proxy", "kfp.example")
    assert "Cannot connect to a KFP server at http://kfp.example" in refused(submit(host=host))


def write_certificate(folder):
    """A certificate for this machine that nobody has signed, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "tests")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(datetime.datetime(2020, 1, 1))
    builder = builder.not_valid_after(datetime.datetime(2120, 1, 1))
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    builder = builder.add_extension(x509.SubjectAlternativeName([address]), critical=False)
    certificate = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).sign(
        key, hashes.SHA256()
    )
    encoding = serialization.Encoding.PEM
    plain = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(encoding))
    (folder / "both.pem").write_bytes(certificate.public_bytes(encoding) + plain)
    return folder / "certificate.pem", folder / "both.pem"


@pytest.mark.parametrize("is_known", [True, False])
def test_a_certificate_that_is_not_trusted_is_told(submit, server, monkeypatch, tmp_path, is_known):
    certificate, both = write_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    server.http.socket = context.wrap_socket(server.http.socket, server_side=True)
    server.scheme = "https"
    if is_known:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert lines(submit())
    else:
        message = refused(submit())
        assert message.startswith(f"The TLS certificate of {server.url} is not trusted: self")
        assert message.endswith(
            "Set SSL_CERT_FILE to a PEM file with your organization's certificate authority."
        )


def test_a_server_without_tls_is_told(submit, server):
    address = server.url.replace("http", "https")
    assert (
        refused(submit(host=["--host", address])) == f"{address} does not use TLS. Use {server.url} instead."
    )


def test_a_request_that_does_not_fit_is_refused(server):
    """The server of these tests holds the SDK to the API."""
    for pattern, body in [(RUNS, {"name": "x"}), (RUNS, {"display_name": 3}), (SCHEDULES, {"mode": "ON"})]:
        with pytest.raises(kfp_api.Misfit):
            kfp_api.check_value(body, kfp_api.ENDPOINTS["POST", pattern][1], "the body")
    with pytest.raises(kfp_api.Misfit):
        kfp_api.check_cron("0 6 * * *")


IMPATIENT = """
import sys
import requirements
sys.modules["run_requirements"] = requirements  # as the driver names it
import cluster_server
cluster_server.TIMEOUT = (10, 0.3)
try:
    cluster_server.Server({"host": sys.argv[1], "directory": ".", "namespace": None})
except cluster_server.Impossible as problem:
    print(problem, file=sys.__stdout__)
"""


def test_a_server_that_does_not_answer_is_asked_once(clean_environment):
    runs = REPOSITORY / "Sources" / "KaleWorkspace" / "Runs"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (runs, runs / "LocalRunner")))}
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.setblocking(False)
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        process = subprocess.run(
            [sys.executable, "-c", IMPATIENT, address], env=environment, capture_output=True, text=True
        )
        assert f"at {address} did not answer within" in process.stdout, process.stderr
        questions = []
        with contextlib.suppress(BlockingIOError):
            while True:
                connection, _ = silent.accept()
                with connection:
                    questions.append(connection.recv(1 << 16).partition(b" HTTP")[0])
    # The first connection finds out whether there is a server.
    assert questions == [b"", b"GET /apis/v2beta1/healthz"]
