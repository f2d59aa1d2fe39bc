/** Sets of words that mean nearly the same in questions about data. Lemmas; a word may stand in several sets. */
const sets = `
revenue sale turnover income earning proceeds gross
salary pay wage compensation income earning remuneration paycheck
profit earning gain income
loss deficit
cost expense price spending expenditure charge fee
price cost amount charge value fare rate
amount sum quantity value total
quantity number count amount unit volume stock
budget funding fund money
people person individual human resident inhabitant citizen
population people resident inhabitant citizen populace
customer client buyer shopper consumer purchaser patron
employee staff worker personnel colleague workforce
manager boss supervisor director head chief leader
company firm business corporation enterprise organization
organization organisation institution company agency association
department division unit dept
product item good merchandise article
category type kind class group genre sort
type kind category class sort style form variety
genre type category style kind
order purchase transaction
invoice bill
payment transaction pay
movie film picture
film movie
show program programme series
song track music tune
album record
artist singer musician performer painter
singer artist vocalist musician performer
author writer
writer author
book title publication volume
title name heading
name title label call
journal magazine periodical
paper article publication
car vehicle automobile auto
vehicle car automobile
country nation land state
nation country
nationality country citizenship nation
state province
city town municipality metropolis
county district
location place site position venue address situated
place location site venue spot
address location street residence
region area zone territory district
area size region zone
street road avenue
building house
room chamber
hotel inn
apartment flat property
property estate
school college university institution academy
university college school
college university school
student pupil learner
teacher instructor professor lecturer tutor educator
professor teacher instructor faculty lecturer
instructor teacher professor lecturer
faculty professor teacher staff
course class lesson subject
class course lesson
grade mark score
major subject field discipline
advisor adviser mentor counselor
doctor physician
physician doctor
nurse caregiver
patient client
hospital clinic
medicine drug medication
illness disease sickness
flight plane trip
airline carrier
airport airfield
plane aircraft airplane jet
aircraft plane airplane
train railway rail
railway railroad rail
station stop terminal
ship boat vessel
trip journey ride travel tour
driver racer
pilot aviator captain
origin source start departure from
destination arrival target end to
departure leave origin
arrival arrive destination
start begin beginning commence opening
end finish close completion
begin start
date day time when
time when moment hour
year when annual yearly
birth born birthday
birthday birth dob born
birthplace birth born
age old
gender sex
sex gender
height tall elevation high altitude stature
elevation height altitude high
altitude elevation height
weight heavy mass
length long
duration length long time period lasting lasted last
distance far range mileage
width wide
origin country nation region
length duration time runtime
boxoffice gross revenue
global worldwide world
worldwide global ww
mpaa rating content
depth deep
speed fast velocity
size large big area dimension
capacity size seat hold accommodate seating
seating seat capacity
attendance attendee audience visitor participant crowd
audience attendance spectator viewer
visitor guest tourist
enrollment enroll enrolled student registration
rating score star review rank grade
score point rating mark result
rank ranking position standing place
position role place rank
point score
vote ballot poll
party affiliation
team club squad side
club team society
player athlete sportsman
athlete player
coach trainer
sport game
game match play
match game contest
competition contest tournament championship
race contest competition
stadium arena venue
mpg mileage fuel economy efficiency
horsepower power hp
displacement engine
cylinder cyl
acceleration accelerate
manufacturer maker brand producer make
brand make manufacturer
maker manufacturer
producer maker
model version
color colour hue
language tongue
religion faith denomination
job occupation profession work position role
occupation job profession
role job function position
phone telephone tel mobile cell
telephone phone
email mail e-mail address
mail email
zip zipcode postcode postal
website url site homepage web
login user account
user account member people
member participant
password passcode
id identifier identification number code key
identifier id code
number id code count no
code id abbreviation key symbol
description detail explanation describe text
detail description information
comment remark note
status state condition
result outcome
outcome result
reason cause why
cause reason
method way mode
membership member
level tier
section part
page sheet
file document
document file paper
image picture photo
picture image photo
text content message
tweet message post
message text
topic subject theme
subject topic course
theme topic
industry sector business
sector industry
asset capital holding
market exchange
share stock
headquarters headquarter office hq
headquarter headquarters office base
branch office location
shop store outlet retailer
store shop outlet
founded founding established establish foundation start
established founded
founder creator
owner proprietor possess own
donor donator giver contributor
donator donor
donation gift contribution endowment
rental rent lease
rent rental
tax levy
claim request
policy insurance
settlement payment
credit point
tuition fee
wine vintage
winery vineyard producer
grape variety
food cuisine dish meal
cuisine food
restaurant diner eatery
dish food meal
breed race kind
pet animal
animal pet
dog puppy canine
cat feline
temperature heat hot warm
humidity moisture
rainfall precipitation rain
wind breeze
mountain peak summit
peak mountain summit
river stream waterway
lake water
sea ocean
capital seat
density crowded
injury wound accident
accident crash incident
crime offense
incident event
event happening occasion incident
festival event celebration
exhibition show exhibit
museum gallery
performance show
concert show performance
actor performer cast
character role
director filmmaker
studio company
gross revenue earning sale box
nominee candidate
candidate nominee contender
award prize honor
prize award reward
winner champion victor
election vote
representative delegate
term period
season year
month monthly
week weekly
quarter quarterly
day daily date
hour hourly
percent percentage share proportion rate
percentage percent share proportion rate
rate ratio percentage
average mean
maximum max
minimum min
seat chair place
bed bunk
decor decoration style
block part
floor storey level
equipment tool device
device gadget machine
machine device
technician engineer
engineer technician
architect designer
designer architect
scientist researcher
researcher scientist
project program
task assignment
hour time
credit loan
account profile
bank lender
card pass
loan credit
currency money
transaction payment
nominated nominee
won win victory
win won victory
loss lost defeat
goal score
assist help
appearance cap
debut first
retired retirement
spouse husband wife partner
husband spouse
wife spouse
child kid son daughter
parent father mother
friend buddy
relationship relation
first given fore
last family sur
surname last family
forename first given
nickname alias
abbreviation short acronym code
subscriber subscription
follower fan
following followed
contact phone
agent representative
carrier operator provider
operator carrier
provider supplier vendor
supplier vendor provider
vendor supplier seller
seller vendor
platform system
software program application
browser client
version release
release launch publish
launch release start
publisher press
publication book publish
published publish publication issue
edition issue version
issue edition
format form
domain area field
keyword keyphrase term
citation cite reference
reference citation
review rating evaluation feedback
evaluation review
feedback review comment
discount reduction
tip gratuity
waiter server
table desk
segment group section
channel medium network
network channel
campaign promotion
ad advertisement advert
click hit
impression view
view watch visit
visit session
device equipment
age year old
metre meter
kilometre kilometer km
square sq
`;

const neighbours: ReadonlyMap<string, ReadonlySet<string>> = createNeighbours();

/** Whether two lemmas mean nearly the same. */
export function areSynonyms(lemma: string, other: string): boolean {
  return neighbours.get(lemma)?.has(other) === true;
}

const none: ReadonlySet<string> = new Set();

/** The lemmas that mean nearly the same. */
export function synonymsOf(lemma: string): ReadonlySet<string> {
  return neighbours.get(lemma) ?? none;
}

/** The first word of a line is its head: the others mean it, and it means them. */
function createNeighbours(): ReadonlyMap<string, ReadonlySet<string>> {
  const result = new Map<string, Set<string>>();
  const add = (word: string, other: string): void => {
    const known = result.get(word) ?? new Set<string>();
    result.set(word, known.add(other));
  };
  for (const line of sets.trim().split("\n")) {
    const [head = "", ...others] = line.split(" ");
    for (const other of others) {
      add(head, other);
      add(other, head);
    }
  }
  return result;
}
