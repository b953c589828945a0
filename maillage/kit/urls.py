from django.urls import path

from maillage.kit import vocabulary_views as words
from maillage.kit.gallery import gallery
from maillage.kit.health import healthz
from maillage.kit.imports import views as imports
from maillage.kit.operating import again, operating

app_name = "kit"
urlpatterns = [
    path("gallery/", gallery, name="gallery"),
    path("vocabularies/", words.vocabularies, name="vocabularies"),
    path("vocabularies/<uuid:pk>/", words.vocabulary, name="vocabulary"),
    path("vocabularies/<uuid:pk>/change/", words.change_vocabulary, name="change_vocabulary"),
    path("vocabularies/<uuid:pk>/terms/new/", words.add_term, name="add_term"),
    path("vocabularies/terms/<uuid:pk>/", words.term, name="term"),
    path("vocabularies/terms/<uuid:pk>/change/", words.change_term, name="change_term"),
    path("vocabularies/terms/<uuid:pk>/merge/", words.merge_term, name="merge_term"),
    path("vocabularies/terms/<uuid:pk>/split/", words.split_term, name="split_term"),
    path("vocabularies/terms/<uuid:pk>/retire/", words.retire_term, name="retire_term"),
    path("vocabularies/terms/<uuid:pk>/restore/", words.restore_term, name="restore_term"),
    path("vocabularies/terms/<uuid:pk>/move/", words.move_term, name="move_term"),
    path("vocabularies/terms/<uuid:pk>/proposal/take/", words.take_proposal, name="take_proposal"),
    path(
        "vocabularies/terms/<uuid:pk>/proposal/set-aside/",
        words.set_proposal_aside,
        name="set_proposal_aside",
    ),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/<slug:name>/", imports.bring, name="bring_import"),
    path("imports/<uuid:pk>/", imports.one, name="import"),
    path("imports/<uuid:pk>/columns/", imports.change_columns, name="import_columns"),
    path("imports/<uuid:pk>/columns/set/", imports.set_columns, name="set_import_columns"),
    path("imports/<uuid:pk>/choose/", imports.choose, name="choose_import"),
    path("imports/<uuid:pk>/undo/", imports.undo, name="undo_import"),
    path("imports/<uuid:pk>/drop/", imports.drop, name="drop_import"),
    path("healthz", healthz, name="healthz"),
    path("operator/", operating, name="operator"),
    path("operator/jobs/<int:pk>/again/", again, name="try_again"),
]
