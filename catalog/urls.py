"""Addresses of the pages about the axes."""

from django.urls import path

from catalog import views

urlpatterns = [
    path("providers/", views.providers, name="providers"),
    path("families/", views.families, name="families"),
    path("responsibilities/", views.responsibilities, name="responsibilities"),
    path("frameworks/", views.frameworks, name="frameworks"),
]
