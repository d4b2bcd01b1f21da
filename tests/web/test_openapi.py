"""The API describes itself."""

from tests.serving import Served


def test_the_openapi_document_names_every_call(served: Served) -> None:
    """OpenAPI 3.1 with the calls that other systems rely on; no page that loads anything from elsewhere."""
    with served.client() as visitor:
        answer = visitor.get("/schema/openapi.json")
    document = answer.json()

    assert document["openapi"].startswith("3.1")
    for path in ("/api/tickets", "/api/dossiers", "/api/session", "/api/deadlines/preview", "/api/lines"):
        assert path in document["paths"]
