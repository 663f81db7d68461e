"""What is compiled of Babel is what Babel says."""

import pickle

import pytest
from babel import Locale

from audit.i18n.wording import _ask_babel, country_name
from audit.model import LANGS, Lang


@pytest.mark.parametrize("lang", LANGS)
def test_a_compiled_language_is_babels_own(lang: Lang) -> None:
    plural, countries = pickle.loads(pickle.dumps(_ask_babel()))[lang]
    locale = Locale(lang)
    assert list(countries.items()) == list(locale.territories.items())
    for value in (0, 0.5, 1, 2, 5, 11, 21, 22, 25, 101, 1_000_000):
        assert plural(value) == locale.plural_form(value)


def test_a_code_that_is_no_country_stands_as_it_is() -> None:
    assert (country_name("GB", "en"), country_name("QQ", "ru")) == ("United Kingdom", "QQ")
