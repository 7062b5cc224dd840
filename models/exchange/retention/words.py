"""What people call acts of removal in the audit journal."""

from models.audit.words import OWN_FIELDS, OWN_VALUES, TITLES
from models.exchange.retention.kinds import KINDS

TITLES["removal_act"] = "Акт об удалении"
OWN_FIELDS.update(
    {
        ("removal_act", "begun_at"): "исполнение начато",
        ("removal_act", "counts"): "сколько записей",
        ("removal_act", "done_at"): "исполнен",
        ("removal_act", "done_by"): "кто исполнил",
        ("removal_act", "until"): "записи раньше",
        ("removal_act", "years"): "срок хранения в годах",
    }
)
OWN_VALUES["removal_act", "kind"] = {name: kind.title for name, kind in KINDS.items()}
