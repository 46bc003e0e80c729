"""Whether an event happened, is planned, is thought possible or is denied."""

from __future__ import annotations

from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc, Token

from extractor.lexicon import Cues, load_cues
from extractor.linear import Crossed, Features, load_model
from extractor.setting import Setting, have_read
from extractor.slots.features import network_features
from extractor.slots.plans import is_given_up, is_put_off_to, retold
from extractor.slots.said_days import has_begun, has_resumed
from extractor.syntax import chain, clause_of
from storage.records import Factuality

LABELS = tuple(label.value for label in Factuality)


def verb_features(head: Token) -> Features:
    """Tense, auxiliaries and negation of the clause in which the event's word stands."""
    clause = clause_of(head)
    *_, root = chain(head)
    features: Features = {
        f"tag:{head.tag_}": 1.0,
        f"clause_tag:{clause.tag_}": 1.0,
        f"root_tag:{root.tag_}": 0.7,
    }
    for verb in (head, clause):
        for child in verb.children:
            if child.dep_ in ("aux", "auxpass"):
                features[f"aux:{child.lower_}"] = 1.0
            if child.dep_ == "neg" or child.lower_ in ("no", "never", "not"):
                features["negated"] = 1.0
    for step in islice(head.ancestors, 4):
        if step.pos_ in ("VERB", "AUX", "NOUN", "ADJ"):
            features[f"above:{step.lemma_.lower()}"] = 1.0
            for child in step.children:
                if child.dep_ in ("aux", "neg"):
                    features[f"above_aux:{child.lower_}"] = 0.7
    return features


def factuality_features(setting: Setting, cues: Cues) -> Crossed:
    """What tells an event's factuality: cues in its sentence, nearer ones the more."""
    doc, mention, head, sentence = setting.doc, setting.mention, setting.head, setting.sentence
    features: Features = {
        "bias": 1.0,
        **verb_features(head),
        **network_features(setting, sentence.start_char, sentence.end_char, *LABELS),
    }
    clause = {token.i for token in clause_of(head).subtree}
    for group, text, at in cues.find(doc, mention.start, mention.end):
        near = "clause" if at in clause else "sentence"
        side = "before" if at < mention.head else "after"
        features[f"cue:{group}:{near}"] = 1.0
        features[f"cue:{group}:{near}:{side}"] = 1.0
        features[f"word:{text}:{near}"] = 1.0
    words = [token.lower_ for token in sentence if not token.is_space]
    features[f"ends:{words[-1] if words else ''}"] = 0.5
    for word in set(words):
        features[f"w:{word}"] = 0.3
    return features, (mention.type.value,)


@Language.factory("factuality", requires=["token.dep"], default_config={"language": "en"})
class FactualityTagger:
    """Sets `factuality` on each of `doc._.event_mentions`."""

    def __init__(self, nlp: Language, name: str, *, language: str) -> None:
        self.cues = load_cues(language)
        self.model = load_model("factuality")

    def __call__(self, doc: Doc) -> Doc:
        settings = [Setting(doc, mention, ()) for mention in doc._.event_mentions]
        have_read((one, one.sentence.start_char, one.sentence.end_char) for one in settings)
        chances = self.model.rate([factuality_features(one, self.cues) for one in settings])
        for setting, rated in zip(settings, chances, strict=True):
            mention = setting.mention
            mention.factuality_chances = rated
            if any(is_put_off_to(setting, time) for time in setting.dated_times):
                mention.factuality_chances = retold(mention, Factuality.DENIED, Factuality.PLANNED)
            elif is_given_up(setting):
                mention.factuality_chances = retold(mention, Factuality.PLANNED, Factuality.DENIED)
            elif has_begun(setting) or has_resumed(setting):
                mention.factuality_chances = {Factuality.ACTUAL: 1.0}
            mention.factuality = Factuality(
                max(mention.factuality_chances, key=mention.factuality_chances.__getitem__)
            )
        return doc
