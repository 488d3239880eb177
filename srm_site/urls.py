"""Every address of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from srm_site import views

handler404 = "srm_site.errors.not_found"
handler500 = "srm_site.errors.server_error"
handler400 = "srm_site.errors.bad_request"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
    path("llms.txt", views.llms_txt, name="llms-txt"),
    path("api/v1/schema/", views.schema, name="schema"),
    path("api/docs/", views.api_docs, name="api-docs"),
    path("api/v1/", include("catalog.api.urls")),
    path("api/v1/", include("matrices.api.urls")),
    path("", include("catalog.urls")),
    path("", include("matrices.urls")),
    path(settings.ADMIN_PATH, admin.site.urls),
]
