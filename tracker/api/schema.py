"""The OpenAPI description of the API, and the page that shows it."""

from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny

from people.api.once import LONGEST_KEY
from tracker.problems import MEDIA_TYPE

PROBLEM = {
    "type": "object",
    "description": "What went wrong, and what to do about it (RFC 9457).",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {"type": "string", "example": "urn:kept:problem:invalid"},
        "title": {"type": "string"},
        "status": {"type": "integer", "example": 400},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message", "code"],
                "properties": {
                    "field": {
                        "type": "string",
                        "description": "Its path as it was sent; empty when it is about the whole.",
                        "example": "customer.email",
                    },
                    "message": {"type": "string"},
                    "code": {"type": "string", "example": "past"},
                },
            },
        },
        "promises": {
            "type": "array",
            "description": "With urn:kept:problem:open-promises: those that were not answered for.",
            "items": {"type": "object", "additionalProperties": {}},
        },
        "refusal": {
            "$ref": "#/components/schemas/TransferRefusal",
            "description": "With urn:kept:problem:transfer-cap: the transfer that was refused, as it is recorded.",
        },
        "escalation": {
            "$ref": "#/components/schemas/Escalation",
            "description": "With urn:kept:problem:transfer-cap: the escalation that came of it instead.",
        },
    },
}


class BearerScheme(OpenApiAuthenticationExtension):
    """How callers say who they are."""

    target_class = "people.authentication.BearerTokenAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: object) -> dict:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token from `python manage.py create_token EMAIL --name NAME`.",
        }


KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "maxLength": LONGEST_KEY},
    "description": "A key of your own for this one request, such as a UUID. Sent again with it within two days, the "
    "request does nothing and is answered as it was, with `Idempotency-Replayed: true`. A refusal is not kept.",
}


def describe_what_all_share(result: dict, generator: object, request: object, public: bool) -> dict:
    """Every operation may answer with a problem, and every POST takes a key: said once for all of them."""
    result["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    answer = {
        "description": "A problem.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for operations in result["paths"].values():
        for method, operation in operations.items():
            operation["responses"]["default"] = answer
            if method == "post":
                operation.setdefault("parameters", []).append(KEY)
    return result


class SchemaView(SpectacularAPIView):
    """The OpenAPI description of this API."""

    permission_classes = (AllowAny,)
    api_version = "1"


# Swagger's own pictures are data: URLs. Nothing else is let in, and nothing inline runs.
@method_decorator(csp_update({"img-src": ["data:"]}), name="dispatch")
class DocsView(SpectacularSwaggerSplitView):
    """The description as a page to read and to try."""

    permission_classes = (AllowAny,)
    url_name = "api:schema"
    template_name = "api/docs.html"
