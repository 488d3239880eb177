"""A file against a service of the catalogue, for the page and the command."""

from matrices.crosswalk import crosswalk
from matrices.matrix import Reference
from matrices.questionnaires.comparing import Review, compare_answers, framework_of
from matrices.questionnaires.reading import read_questionnaire
from matrices.reading.services import matrix


def review_of(content: bytes, reference: str) -> Review:
    """Raises BadFile; UnknownName, Moved and OptionsExclude for the service, as in `aws/s3@cmk`."""
    wanted = Reference.parse(reference)
    answer = matrix(wanted.identifier, wanted.options)
    questionnaire = read_questionnaire(content)
    return compare_answers(questionnaire, answer, crosswalk(framework_of(questionnaire)))
