"""Given names that are spelled in many ways, and names that look alike but are not the same.

Each line of the table is one name in its usual spellings: two spellings on one line are one name, two on different
lines never are. That settles what no measure of letters can: Hassan and Hussein, Mahmud and Muhammad.
"""

from __future__ import annotations

from functools import cache

SPELLINGS = """
muhammad mohammad mohammed mohamed mohamad muhammed muhamad mohamud mohammod mohd muhammadu mohameed
mahmoud mahmud mahmood mehmood mahmoed
ahmad ahmed ahmet akhmad achmad akhmed ahmadou
hamid hameed hamed
hamad hammad
hassan hasan hasson hassen
hussein hossein husain hussain husayn husein hosein hossain houssein hoessein husseyn
hussam hossam husam
ali aly alli
alia aliya aliyah aaliyah
omar umar omer umer
ammar amar
othman usman osman uthman ousmane ottman
osama usama oussama ousama ussama
abdullah abdallah abdulla abdollah abdoullah abdalla
ubaidullah obaidullah ubaydullah
khalid khaled halid khalied
khalil halil khaleel
salman
salim saleem selim
salem
sulaiman suleiman soleimani suleyman solomon soleiman sulayman sulieman soleman soleyman
salam salaam
saeed said saïd sa'id saeid saied
saud saoud
sayed syed sayyid seyed sayyed seyyed sayid
saad sa'd
asad assad
asif asef
arif aref
atif atef
rashid rasheed rachid rasheid
rashad rachad
rasul rasool rassoul
imran emran
irfan erfan
ibrahim ebrahim ibraheem brahim
ismail ismael esmail ismaeel esmaeil ismayil
ishaq ishak eshaq izhaq
yitzhak itzhak yitzchak
yusuf youssef yousef yousuf yusef yosef youssouf yousif yusof
yunus younis younus yunis younes
yasin yassin yaseen yassine yasseen
yasir yasser yaser jassir jasser
nasir nasser naser nassir
nasr
nazir nazeer
munir mounir muneer moneer
amin ameen amine
amir ameer emir
amer
umair omair
jamal gamal djamel cemal jamaal
jamil jameel gamil djamil cemil
jamila gamila djamila
kamal kemal kamaal
kamil kameel
karim kareem kerim
karima kareema
akram
faisal faysal feisal faysel
fazal fazl
fahd fahad
farid fareed ferid
farida fareeda
farouk faruk farooq faruq farouq
firas feras
hadi hady
haidar haider hyder haydar heydar
hamza hamzah hamzeh
hani hany
habib
iqbal eqbal
jabir jaber
jafar jaafar ja'far jafer cafer
javad jawad javed jawed javaid
kazim kadhim kazem kadim
qasim kasim qassem qasem qassim kassem ghassem
ghassan gassan
majid majeed majed
malik malek
mansur mansour mansoor
marwan marouane
masud masoud masood massoud mas'ud
mukhtar mokhtar
murad mourad murat
mustafa mostafa moustafa mustapha mostapha
mujahid mojahed
nabil nabeel
nadir nader
naim naeem
nawaz navaz
nur noor nour
qadir qader kadir kader
rafiq rafik rafeeq
rahim raheem
rahman rehman
raja
reza rida ridha riza
riyad riad riyadh
sadiq sadegh sadeq sadik
safdar
sajid sajjad sajjid
sami samy
samir sameer
shafiq shafik chafik
shahid shaheed
sharif shareef cherif sherif charif
shehbaz shahbaz
shoaib shuaib
tahir taher
talal
tariq tarek tareq tarik
tawfiq taufiq tawfik toufik
wahid waheed vahid
walid waleed oualid velid
wasim waseem
yahya yehia yahia yahyaa
zahid zaheed
zahir zaheer
zain zayn zein
zaid zayd zeid
zayed
zia ziya
ziad ziyad
aisha ayesha aysha aicha
asma
fatima fatimah fatemeh fatma fatema
khadija khadijah khadijeh
layla leila laila leyla
maryam mariam meryem
maliha maleeha
malika
nadia nadiya nadya
noura nora noora nura
safia safiya safiyya
salma
samira sameera
sumaya sumayya soumaya
zahra zehra
zainab zeinab zaynab zeynep
alexander aleksandr aleksander oleksandr alexandre alexandr aleksandar aliaksandr
alexandra aleksandra oleksandra
alexei alexey aleksei aleksey oleksiy oleksii alyaksei
andrei andrey andriy andrii andrej
anatoly anatoli anatolii anatoliy
arkady arkadi
artem artyom
boris borys
denis denys
dmitri dmitry dmitriy dmytro dmitrii dimitri dzmitry
ekaterina yekaterina kateryna
elena yelena olena
yevgeny evgeny evgeni evgeniy yevgeni yevhen eugen
evgenia yevgenia evgeniya yevgeniya
fyodor fedor feodor
gennady gennadi gennadiy
georgi georgy georgiy georgii heorhiy
grigory grigori grigoriy hryhoriy
igor ihor
ilya ilia
irina iryna
ivan
konstantin kostyantyn constantin
kirill kyrylo cyril
leonid
lyudmila ludmila liudmyla ljudmila
maxim maksim maksym
mikhail mikhael mykhailo mihail
mikhailo
nikita mykyta
nikolai nikolay nikolaj mykola
oleg oleh
olga olha
pavel pavlo
pyotr petr petro piotr pjotr
ruslan
semyon semen
sergei sergey sergej serhiy serhii sergiy siarhei
stanislav
svetlana svitlana
tatyana tatiana tetiana tatjana
valentin
valentina
valery valeri valeriy valerii
vasily vasili vasyl vassily
viktor victor
viktoria victoria viktoriya
vitaly vitali vitaliy vitalii
vladimir volodymyr wladimir uladzimir
vladislav vladyslav
vsevolod
vyacheslav viacheslav
yakov iakov
yaroslav jaroslav iaroslav
yulia julia yuliya iuliia
yuri yury yuriy iurii
mehmet mehmed
recep rajab rejep
tayyip tayyib
erdogan
binali
devlet
yildirim
aung
arun
anil
amit
ajit
ajay
vijay
sanjay
sunil
sushil
suresh
ramesh
rajesh
rakesh
mukesh
mahesh
naresh
dinesh
ganesh
rahul
rohit
mohit
mohan
madan
manoj
manish
nitin
nitish
vikas
vikram
vivek
ashok
ashish
arvind aravind
sandeep sandip
pradeep pradip
kuldeep kuldip
dilip dileep
rajiv rajeev
sanjiv sanjeev
lakshmi laxmi
laxman lakshman
mamata momota
sheikh shaikh sheik shaykh
hasina haseena
khaleda khalida
benazir
bilawal
asim aseem
wasif
jan
jon john
jean
jane
joan
johan
johann
june
mark marc
marek
marko
marcus markus
mario
marie
maria
mary
erik eric
erika erica
frederik frederick frederic
steven stephen
stefan stephan
stephanie stefanie
philip phillip philippe filip
peter
petra
paul
paula
pablo
paolo
daniel
daniela
danielle
gabriel
gabriella gabriela
gabrielle
michel
michele michelle
michael mikael
miguel
andre
andrea
andreas
andres
andrew
nicolas nicholas nikolas
nicola
nicole
francis
frances
francisco
francesco
francois
francoise
christian kristian
christina kristina cristina
christine kristine
christopher kristopher
julian
juliana
juliet juliette
carl karl
carla karla
carlo
carlos
charles
luis louis luiz
luisa louisa
louise
lucas lukas
lucia
martin
martina
martha marta
anna
anne ann
hanna hannah
joanna johanna
sara sarah
sana
sofia sophia
sophie
theresa teresa
thomas tomas
timothy
david
davide
dennis
denise
dominic dominik
dominique
jerry
jeremy
jeffrey geoffrey
george georgios giorgos yorgos
georg
jorge
yannis giannis yanis ioannis
narendra narender narendera
mahendra mahender
surendra surender
gary
barry
harry
larry
henry
harold
harald
robert
roberto
roberta
rupert
richard
rachel
roger
rodger
ronald
roland
rolando
ray
roy
weil
veil
kyle
kylie
marine
marion
marina
cristiano
christiane
julien
julie
julio
adrian
adriana
adriano
daniele
martine
simon
simone
simona
paola
paulo
luigi
jeanne
valeria valeriya
chaudhry chaudhary choudhury choudhary chowdhury chaudhuri choudhry chowdhry chaudhri
inacio ignacio
mahmut
burak
barak
angel
angela
angelo
angelina
patrick
patricia
patrizia
claude
claudia
claudio
claudine
emil
emile
emily
emilia
emilio
alan allan allen
alain
ellen
helen
helena
ina
ivana
ivanka
jana
janet
janine
anton
antonia
antonio
antoine
anthony antony
vincent
vicente
georges
georgia
giorgio
giorgia
silvio
silvia sylvia
sylvie
raul
ralph
rafael raphael
raphaela
theo
thea
tom
tim
jim
ron
don
dan
ben
ken
karen
karin
amina
latif lateef
latifa
nadira
rashida
sharifa
shahida shaheda
sajida
zahida
tahira
parviz parvez pervez pervaiz
parvin parveen
vijaya
brijesh
yogesh
lokesh
umesh
nitesh
ritesh
mitesh
hitesh
jignesh
kamala
kamila
nasreen nasrin
svyatoslav sviatoslav
stanislava
yaroslava
rostislav rostyslav
mstislav
bronislaw
boleslaw
miroslav
miroslava
radoslav
tamas
zoltan
sultan
erdal
erkan
hakan
okan
volkan
serkan
gokhan
orhan
turhan
burhan
aydin
aylin
selin
melis
mert
mete
metin
cetin
tekin
ercan
tarkan
ozan
kenan
sinan
adnan
asmaa
esma
"""
"""Spellings of given names, one name a line."""


@cache
def groups() -> dict[str, int]:
    """Return for each spelling in the table the number of its name."""
    from lint.names.letters import letters

    lines = SPELLINGS.split("\n")
    return {letters(spelling): number for number, line in enumerate(lines) for spelling in line.split()}


def same_name(left: str, right: str) -> bool | None:
    """Tell whether two spellings in plain letters are one given name; None where the table does not know."""
    known = groups()
    first, second = known.get(left), known.get(right)
    return None if first is None or second is None else first == second
