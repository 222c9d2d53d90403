"""Who may say yes to what stands in Preview: role, policy, and that nobody approves their own."""

from controlroom.event.approvals import is_author
from controlroom.event.live_event import LiveEvent, Person, PersonRole, Policy
from controlroom.event.people import same
from controlroom.messages import Message, message
from controlroom.posting.preview import Preview


def people_of(event: LiveEvent) -> tuple[Person, ...]:
    """The people of the event, and the approver its settings name if they are not among them."""
    named = event.settings.approver.strip()
    if not named or any(same(named, person.name) for person in event.people):
        return event.people
    return (*event.people, Person(named, PersonRole.APPROVER))


def why_not(person: Person, event: LiveEvent, preview: Preview, operator: str) -> Message | None:
    """Why ``person`` may not say yes to ``preview``, or None. ``operator`` sits at the desk."""
    who = person.name
    if same(who, operator):
        return message("second_key.operator", who=who)
    if person.role is not PersonRole.APPROVER:
        return message("second_key.no_approver", who=who)
    if event.settings.policy is Policy.CLIENT and not person.client:
        return message("second_key.no_client", who=who)
    if any(is_author(preview.asset, channel, who) for channel in preview.channels_of(event)):
        return message("second_key.author", who=who)
    return None


def may_turn(event: LiveEvent, preview: Preview, operator: str) -> tuple[Person, ...]:
    """Those who may say yes to ``preview``. Under the policy *solo* nobody is asked."""
    if event.settings.policy is Policy.SOLO:
        return ()
    return tuple(
        person for person in people_of(event) if why_not(person, event, preview, operator) is None
    )
