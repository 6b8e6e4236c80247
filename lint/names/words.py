"""Lists of words that finding and comparing names need."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HONORIFICS = _words(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady madam rev fr father sister brother pope saint st
    king queen prince princess emperor empress sultan shah emir president vice prime minister premier
    chancellor senator sen rep congressman congresswoman governor gov mayor ambassador judge justice general
    gen colonel col major maj captain capt lt lieutenant sgt admiral adm marshal field chief army ayatollah
    hojatoleslam imam maulana mullah mufti hajji haji hajj alhaj begum bibi sahib khawaja shri sri smt pandit
    chaudhary choudhry choudhary swami guru sardar chaudhry mian mirza khwaja hazrat sheikh sheik shaikh shaykh crown former
    foreign his
    her excellency majesty highness pm mp hon honorable herr frau monsieur madame senor senora don dona signor
    """
)
"""Words before a name that are no part of it."""

PARTICLES = _words(
    """
    al el ul ud ur us uz an ar as ash at az ad ed bin bint ibn ben van von der den de da do dos das du del
    della di la le los las y e af av zu zum ten ter te of the
    """
)
"""Small words within a name, which writers keep or leave out."""

COMMON = _words(
    """
    a about above according across after again against all along also although am amid among an and another
    any are as at away back because been before behind being below beneath beside besides between beyond both
    but by can could despite did do does done down due during each earlier either else even ever every
    everyone everything few finally first five following for former four from further get given go good had
    half has have he hence her here herself him himself his how however i if in indeed inside instead into is
    it its itself just last late later latest least less let like little long made make many may maybe me
    meanwhile might mine more moreover most much must my near nearly neither never nevertheless new next nine
    no nobody none nor not nothing now of off often old on once one only onto or other others our out outside
    over own part past people per perhaps please quite rather read really right said same say second see seven
    several she should since six so some someone something soon still such than thank that the their them then
    there therefore these they thing things third this those though three through throughout thus to today
    together tomorrow too toward towards two under unlike until up upon us use very via was we well were what
    when where whether which while who whom whose why will with within without would yes yesterday yet you
    your yours monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december north south east west northern southern eastern western central
    upper lower great greater saint san los las santa mount lake river city town state street road avenue park
    university college school church hospital court council committee party company corporation corp inc ltd
    group bank club team league cup press news times post ministry department office house senate congress
    parliament government police army navy force forces union united national international world cafe hotel
    restaurant bar museum theater theatre center centre photo photos getty images war act law day week month
    year christmas easter
    """
)
"""Capitalized words that are no part of a person's name, or that names of many things share."""

DEMONYMS = _words(
    """
    afghan african albanian algerian american arab argentine armenian asian australian austrian azerbaijani
    bahraini bangladeshi belarusian belgian bosnian brazilian british bulgarian cambodian canadian chechen
    chilean chinese colombian croatian cuban cypriot czech danish dutch egyptian english eritrean estonian
    ethiopian european finnish french georgian german ghanaian greek hungarian indian indonesian iranian iraqi
    irish israeli italian japanese jordanian kazakh kenyan korean kurdish kuwaiti kyrgyz latvian lebanese
    libyan lithuanian malaysian mexican moldovan mongolian moroccan nepalese nigerian norwegian omani
    pakistani palestinian persian philippine polish portuguese qatari romanian russian rwandan saudi scottish
    senegalese serbian slovak somali soviet spanish sudanese swedish swiss syrian taiwanese tajik thai tibetan
    tunisian turkish turkmen ugandan ukrainian uzbek venezuelan vietnamese welsh yemeni islamic muslim jewish
    christian sunni shia shiite
    """
)
"""Adjectives of nations and faiths, which stand before names."""

ENDINGS = _words(
    """
    i s n a e o an in en ian on es us is os ia ai ani ari ti at et el er as iz ez ov ev eva ova ina aia oi son
    sen man ik ich ki ski ska ette ete ine una dot li let
    """
)
"""Endings, in sounds, that make another word of a name."""

CHINESE_FAMILIES = _words(
    """
    li wang zhang chang liu chen ch'en yang zhao chao huang zhou chou wu xu hsu sun ma zhu chu hu guo kuo he
    ho gao kao lin luo lo zheng cheng liang xie hsieh song sung tang t'ang deng teng han feng cao ts'ao peng
    p'eng zeng tseng xiao hsiao tian t'ien dong tung pan p'an yuan cai ts'ai tsai jiang chiang yu du tu ye yeh
    wei su lu lü ding ting ren jen shen yao mao hua hou meng qin ch'in jia chia xia hsia fang bai pai zou tsou
    xi hsi lai bo po geng keng qian ch'ien wen mei lei hong hung gu ku kong k'ung
    """
)
"""Chinese family names in pinyin and in Wade-Giles."""
