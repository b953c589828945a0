"""Mail: queued with what it tells of, sent by a job, tried again until the server takes or refuses it.

Everything works without mail: when the settings name no server nothing is queued, and people copy links.
"""

import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.kit import clock, erasure
from maillage.kit.jobs import job
from maillage.kit.models import MailState, QueuedMail

LONGEST_PAUSE = timedelta(hours=1)
INTERRUPTED = timedelta(minutes=15)  # a mail that is being sent for longer lost its worker
AT_ONCE = 50
FOR_GOOD = range(500, 600)  # what a server answers when trying again would change nothing
KEPT = timedelta(days=30)


def is_on() -> bool:
    """Whether the settings name a mail server."""
    return bool(settings.MAIL)


def queue(*, to: str, subject: str, text: str) -> QueuedMail | None:
    """Queue a plain-text mail in the running transaction; None when mail is off.

    Neither subject nor text names anybody: mail travels and stays where we have no say.
    """
    if "\n" in subject or "\r" in subject:
        raise ValueError("a subject is one line")
    if not is_on():
        return None
    moment = clock.now()
    return QueuedMail.objects.create(
        recipient=to, subject=subject, text=text, queued_at=moment, next_try_at=moment
    )


@job("kit.send_mail", schedule="every 1 minutes", label=_("Send the mail that waits"))
def send_waiting() -> None:
    """Send what is due. Each mail is claimed first, so that two workers never send it both."""
    if not is_on():
        return
    moment = clock.now()
    interrupted = Q(state=MailState.SENDING, next_try_at__lt=moment - INTERRUPTED)
    waiting = Q(state=MailState.WAITING, next_try_at__lte=moment)
    connection: BaseEmailBackend = get_connection(
        "django.core.mail.backends.smtp.EmailBackend", **settings.MAIL
    )
    for mail in QueuedMail.objects.filter(interrupted | waiting).order_by("next_try_at", "id")[:AT_ONCE]:
        seen = {"pk": mail.pk, "state": mail.state, "next_try_at": mail.next_try_at}
        if QueuedMail.objects.filter(**seen).update(state=MailState.SENDING, next_try_at=moment):
            _send(mail, connection)


def _send(mail: QueuedMail, connection: BaseEmailBackend) -> None:
    message = EmailMessage(
        mail.subject, mail.text, settings.MAIL_FROM, [mail.recipient], connection=connection
    )
    mail.tries += 1
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        _answered(mail, code, said)
    except smtplib.SMTPResponseException as answered:
        # A refused sign-in is the operator's to put right: the mail waits for it.
        code = 0 if isinstance(answered, smtplib.SMTPAuthenticationError) else answered.smtp_code
        _answered(mail, code, answered.smtp_error)
    except (smtplib.SMTPException, OSError) as away:
        _answered(mail, 0, type(away).__name__)
    else:
        _end(mail, MailState.SENT)


def _answered(mail: QueuedMail, code: int, said: bytes | str) -> None:
    """Refused for good, or to be tried again a little later each time."""
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    mail.answer = f"{code or ''} {words}".strip()[:200]
    if code in FOR_GOOD:
        _end(mail, MailState.REFUSED)
        return
    mail.state = MailState.WAITING
    mail.next_try_at = clock.now() + min(timedelta(minutes=2 ** min(mail.tries - 1, 6)), LONGEST_PAUSE)
    mail.save()


def _end(mail: QueuedMail, state: MailState) -> None:
    mail.state, mail.text, mail.ended_at = state, "", clock.now()
    mail.save()


@job("kit.forget_mail", schedule="daily 03:20", label=_("Forget mail that left thirty days ago"))
def forget_old() -> None:
    """What was sent or refused is kept long enough to answer « I received nothing »."""
    QueuedMail.objects.filter(ended_at__lt=clock.now() - KEPT).delete()


# --- What is held of a person --------------------


def _to(subject: erasure.Subject) -> QuerySet[QueuedMail]:
    return QueuedMail.objects.filter(recipient__in=subject.words)


@erasure.tells
def mails(subject: erasure.Subject) -> list[erasure.Held]:
    """Mails to my address that are still kept."""
    kept = _to(subject).order_by("-queued_at", "-id")
    return [
        erasure.Held(gettext("Mail to me"), [(each.subject, clock.in_words(each.queued_at)) for each in kept])
    ]


erasure.declare(
    erasure.Part(
        "kit.queuedmail.recipient",
        _("Mail to this person"),
        erasure.Fate.GOES,
        QueuedMail,
        "",
        lambda subject: _to(subject).count(),
        lambda subject: _to(subject).delete()[0],
    )
)
