"""Names and numbers of registers that the rules of documents ask for."""

PUBLISHED, AGREED, OPINION, NOTIFIED, ENACTED = "site", "agreed", "opinion", "notified", "enacted"
NEW, CHANGE = "new", "change"
ELECTRONIC, TRANSITION = "electronic", "transition"
SERVICE = "service"  # responsible for the service instead of the director (1.7)
TO_OPERATOR, TO_ADMINISTRATOR, TO_MOVEMENT = "operator", "administrator", "movement"
TO_DIRECTOR, TO_COMMISSION = "director", "commission"
NOTICE_MONTHS = 2  # 8.2, article 74 of the labour code
PUBLISHED_WITHIN = 10  # days, 9.4
ANSWERED_WITHIN = 30  # days, the law on appeals of citizens (59-ФЗ, article 12)
