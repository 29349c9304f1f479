"""The rules for passwords.

Client family 2 requires the length and the kinds of characters. NIST SP 800-63B (section 5.1.1.2) recommends to
refuse common passwords. The check ignores case, digits and signs at the end, and usual replacements of letters,
because attackers try these variations.
"""

import re
import unicodedata

MIN_LENGTH, MAX_LENGTH = 6, 128
_WORDS = """
    a1b2c aa aaa aaaa aaaaaa abc abcabc abcd abcde abcdef abcdefg access adidas admin adminadmin
    administrator alexander amanda andrea andrew angel angels anthony apple asdasd asdf asdfasdf asdfgh
    asdfghjkl ashley austin autumn azerty babygirl badboy bailey banana baseball basketball batman
    beautiful buster butterfly changeit changeme charlie cheese chelsea chocolate company computer cookie
    cowboy daniel default diamond dragon elizabeth family ferrari flower football forever freedom friday
    friends george ginger google guest hannah harley heather hellokitty hockey hunter iamadmin iloveu
    iloveyou internet jasmine jennifer jessica jordan joshua justin killer letmein letmeinnow liverpool
    login london love lovely loveme maggie manchester master matrix matthew merlin michael michelle
    minecraft monday monkey monster mustang mypass mypassword naruto nicole nothing oliver orange pass
    passpass passw passwd password patrick pepper phoenix pokemon prince princess qazwsx qazwsxedc qweasd
    qweasdzxc qweqwe qwer qwert qwerty qwertyui qwertyuiop ranger root samantha samsung shadow snoopy
    soccer sophie spiderman spring starwars steelers summer sunday sunshine superman superstar superuser
    taylor tennis thomas thunder tigger trustno trustnoone tweety username vanessa welcome whatever
    william winter wizard xxxxxx yankees zaqwsx zxcvbn zxcvbnm
"""
COMMON = frozenset(_WORDS.split())
_LEET = str.maketrans("013457@$!", "oleastasi")
_TAIL = re.compile(r"[\d\W_]+$")
# Unicode categories. Letters of scripts without case (Lo) count as upper and lower case.
_KINDS = (
    ({"Nd"}, "a digit"),
    ({"Lu", "Lt", "Lo"}, "an upper-case letter"),
    ({"Ll", "Lo"}, "a lower-case letter"),
)


def check_password(value: str) -> str:
    """Returns the password. Raises ValueError with the reason if it is not allowed."""
    if not MIN_LENGTH <= len(value) <= MAX_LENGTH:
        raise ValueError(f"Use {MIN_LENGTH} to {MAX_LENGTH} characters.")
    found = {unicodedata.category(character) for character in value}
    missing = [name for categories, name in _KINDS if found.isdisjoint(categories)]
    if missing:
        raise ValueError(f"The password needs {', '.join(missing)}.")
    if is_common(value):
        raise ValueError("This password is too common and easy to guess. Choose another one.")
    return value


def is_common(value: str) -> bool:
    """Whether the value is a common password or a variation of one."""
    folded = value.casefold()
    stem = _TAIL.sub("", folded)
    return not stem or not COMMON.isdisjoint({stem, stem.translate(_LEET), _TAIL.sub("", folded.translate(_LEET))})


def check_differs_from(value: str, *known: str | None) -> str:
    """Returns the password. Raises ValueError if it equals one of the known texts."""
    if value.casefold() in {text.casefold() for text in known if text}:
        raise ValueError("The password must not be the username or the e-mail address.")
    return value
