from django.urls import path

from maillage.kit import vocabulary_views as words
from maillage.kit.gallery import gallery
from maillage.kit.health import healthz
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
    path("healthz", healthz, name="healthz"),
    path("operator/", operating, name="operator"),
    path("operator/jobs/<int:pk>/again/", again, name="try_again"),
]
