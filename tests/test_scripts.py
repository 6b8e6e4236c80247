"""Clean text in the scripts of the world, with its own spaces, quotes and joiners, is never changed."""

import pytest

from lint.linter import Linter

NARROW, THIN, HARD = "\u202f", "\u2009", "\u00a0"
ZWNJ, ZWJ, RLM, LRM = "\u200c", "\u200d", "\u200f", "\u200e"

CLEAN = {
    "Arabic": "التقى الرئيس بوزير الخارجية يوم الاثنين، وقال: «نريد السلام». هل يحضر الوفد؟ نعم؛ سيحضر غداً.",
    "Arabic with marks": f"قال المتحدث{RLM} باسم (NATO){LRM} إنّ الاجتماع يبدأ الساعة ١٠:٣٠ صباحًا.",
    "Persian": f"رئیس{ZWNJ}جمهور گفت: «می{ZWNJ}خواهیم گفت{ZWNJ}وگو کنیم.» خانه{ZWNJ}ها آماده{ZWNJ}اند؛ آیا می{ZWNJ}آیید؟",
    "Urdu": "وزیرِ اعظم نے کہا کہ دونوں ممالک کے تعلقات بہتر ہیں۔ کیا وفد کل آئے گا؟ ”ہاں“، ترجمان نے کہا۔",
    "Hindi": f"प्रधानमंत्री ने कहा, “हम शांति चाहते हैं।” क्{ZWJ}ष और श्री राम की सभा कल है।",
    "Bengali": "প্রধানমন্ত্রী বলেছেন, “আমরা শান্তি চাই।” বৈঠক আগামীকাল হবে কি?",
    "Tamil": "பிரதமர் திங்கட்கிழமை பேசினார். “அமைதி வேண்டும்” என்றார்.",
    "Thai": "นายกรัฐมนตรีกล่าวว่า “เราต้องการสันติภาพ” ในการประชุมเมื่อวันจันทร์ ๑๐ ประเทศเข้าร่วม",
    "Hebrew": 'ראש הממשלה אמר: "אנחנו רוצים שלום". צה״ל הודיע כי הישיבה תתקיים מחר, ד״ר כהן יגיע.',
    "Chinese": "总理周一表示：“我们希望和平。”会议将于明天（五月三日）举行，代表团……已经抵达。《日报》作了报道。",
    "Chinese, traditional": "總理表示：「我們希望和平。」他說：『會議明天舉行。』",
    "Japanese": "首相は月曜日に「平和を望む」と述べた。会談は明日、東京で開かれる……。参加国は１０か国。\u3000次の会談は来月。",
    "Korean": "총리는 월요일 “우리는 평화를 원한다”고 말했다. 회담은 내일 서울에서 열린다.",
    "Russian": f"Президент сказал: «Мы хотим мира». Встреча пройдёт в{HARD}понедельник — в 10:30; “Известия” подтвердили.",
    "Ukrainian": "Прем’єр-міністр заявив: „Ми хочемо миру“. Зустріч відбудеться завтра — у Києві.",
    "Greek": "Ο πρωθυπουργός είπε: «Θέλουμε ειρήνη». Πότε θα έρθει η αντιπροσωπεία; Αύριο· στις 10.",
    "Georgian": "პრემიერ-მინისტრმა თქვა: „ჩვენ გვინდა მშვიდობა“. შეხვედრა ხვალ გაიმართება.",
    "Armenian": "Վարչապետն ասաց. «Մենք խաղաղություն ենք ուզում»։ Արդյո՞ք պատվիրակությունը կգա։",
    "Amharic": "ጠቅላይ ሚኒስትሩ «ሰላም እንፈልጋለን» አሉ። ስብሰባው ነገ ይካሄዳል፤ ልዑኩ ደርሷል፡፡",
    "Burmese": "ဝန်ကြီးချုပ်က “ငြိမ်းချမ်းရေး လိုချင်တယ်” လို့ ပြောပါတယ်။",
    "French": (
        f"Le ministre a déclaré{NARROW}: «{HARD}Nous voulons la paix{HARD}». La réunion, prévue à 10{NARROW}h{NARROW}30, "
        f"coûtera 1{NARROW}500{HARD}€{NARROW}; qui viendra{NARROW}? L’œuvre du maire n’est pas finie{NARROW}!"
    ),
    "German": "Der Minister sagte: „Wir wollen Frieden.“ Das Treffen kostet 1.500 €; wer kommt? Die ‚Zeit‘ fragt »warum«.",
    "Swiss": f"Die Regierung sagte: «Wir wollen Frieden.» Das kostet 1’500{HARD}Franken.",
    "Spanish": "El ministro dijo: «Queremos la paz». ¿Quién vendrá? ¡Nadie lo sabe! “Mañana”, respondió él.",
    "Polish": "Minister powiedział: „Chcemy pokoju”. Spotkanie odbędzie się w poniedziałek – o 10.30.",
    "Swedish": "Ministern sade: ”Vi vill ha fred.” Mötet börjar klockan 10.30 – vem kommer?",
    "Turkish": "Bakan, “Barış istiyoruz.” dedi. Iğdır’daki İstasyon’a gelecek heyet ırmağı geçti.",
    "Vietnamese": "Bộ trưởng nói: “Chúng tôi muốn hòa bình.” Cuộc họp diễn ra ngày mai ở Hà Nội.",
    "emoji": "The cup is ours 🏆👩‍👩‍👧‍👦 and the flag 🏴󠁧󠁢󠁳󠁣󠁴󠁿 flew ❤️ over the town, said the 👮🏽‍♀️.",
    "combining": "The cafe\u0301 in Ha\u0300 No\u0323\u0302i and the nai\u0308ve re\u0301sume\u0301 were in the news on Monday.",
}


@pytest.mark.parametrize("name", CLEAN)
def test_clean_text_is_not_changed(name: str) -> None:
    text = CLEAN[name] + "\n"
    cleaned = Linter().clean(text)
    assert cleaned.text == text


@pytest.mark.parametrize("name", CLEAN)
def test_clean_text_raises_no_alarm(name: str) -> None:
    text = "\n\n".join([CLEAN[name]] * 3) + "\n"
    loud = [f for f in Linter().check(text) if f.category in ("text", "grammar", "artifact") and f.severity != "info"]
    assert [(f.rule, text[f.start : f.end]) for f in loud] == []


@pytest.mark.parametrize("name", CLEAN)
def test_the_same_text_read_in_a_wrong_encoding_is_repaired_exactly(name: str) -> None:
    text = CLEAN[name] + "\n"
    assert Linter().clean(text.encode("utf-8").decode("latin-1")).text == text
