/** Who lives in the seeded community. All of them have the same password. */
export const people = {
  mira: { name: 'Mira Lindqvist', handle: 'mira', bio: 'Runs the repair café on Harbour Street. Solders things.', hue: 250 },
  tomas: { name: 'Tomás Ferreira', handle: 'tomas.f', bio: 'Bicycles, mostly other people’s.', hue: 28 },
  aisha: { name: 'Aisha Bello', handle: 'aisha', bio: 'Sewing machines and stubborn zips.', hue: 330 },
  jonas: { name: 'Jonas Weber', handle: 'jonas_w', bio: 'Radios older than I am.', hue: 145 },
  yuki: { name: 'Yuki Tanaka', handle: 'yuki', bio: '', hue: 200 },
  noor: { name: 'Noor Haddad', handle: 'noor', bio: 'Keeps the calendar and the tea.', hue: 85 },
} as const satisfies Record<string, { name: string; handle: string; bio: string; hue: number }>

export type PersonKey = keyof typeof people

/** The password of every seeded account. */
export const password = 'palaver-demo'
/** The address a seeded person logs in with. */
export const emailOf = (key: PersonKey): string => `${key}@example.com`

/** A conversation to seed; of two people it is direct. A line reads `who: text`. */
export interface SeededConversation {
  readonly name?: string
  readonly topic?: string
  readonly members: readonly [PersonKey, PersonKey, ...PersonKey[]]
  /** How many hours ago it ended, and about how many minutes lie between two messages. */
  readonly hoursAgo: number
  readonly pace: number
  /** Who has how many messages still to read; everybody else has read all. */
  readonly unread?: Partial<Readonly<Record<PersonKey, number>>>
  readonly lines: string
}

export const conversations: readonly SeededConversation[] = [
  {
    name: 'Repair Café',
    topic: 'Every second Saturday, 10–16 h, Harbour Street 12',
    members: ['mira', 'tomas', 'aisha', 'jonas', 'yuki', 'noor'],
    hoursAgo: 2,
    pace: 21,
    unread: { yuki: 6, tomas: 2 },
    lines: `
mira: Good morning everyone! Next café is this Saturday, doors at ten.
noor: The hall is ours until five, so no rush with packing up this time.
tomas: I can bring the truing stand again. Last time there were nine bikes 🙈
mira: Please do. And the small compressor, if it fits in the van?
tomas: It fits if Yuki sits on it.
yuki: Yuki will not sit on it.
aisha: I have three sewing machines promised already, all of them “it just stopped”.
aisha: So I need a table with good light, by the window if possible.
noor: Window table is yours. I have put it on the plan.
jonas: Somebody wrote to me about a valve radio from 1956. I said come by, no promises.
mira: Oh, lovely! Do you need the isolating transformer?
jonas: Yes please. I like my Saturdays without surprises.
mira: Then I bring it. It weighs as much as a small horse.
yuki: I can do phones and laptops from eleven. Batteries I need to order beforehand though.
noor: I made a form where people can write what they bring. Fourteen entries so far.
tomas: Fourteen! We had eight last month.
noor: The paper wrote about us. Page seven, with a photo of Jonas looking at a toaster.
jonas: The toaster won, by the way.
aisha: I would like that photo framed for the hall.
mira: Seconded.
yuki: Thirded.
noor: Who can come at nine to set up tables?
tomas: Me.
aisha: Me too, with coffee.
yuki: Nine thirty for me, the tram is replaced by a bus again.
mira: Perfect. Jonas, could you check the extension leads before? Two of them looked tired.
jonas: I threw one away and fixed the other. Tested both the remaining ones as well.
noor: You are all wonderful. Shopping list: tea, oat milk, biscuits, cable ties?
tomas: Cable ties always. And chain oil, the good one.
aisha: Machine needles 90/14, if you pass the shop.
noor: Noted. See you Saturday!
mira: See you all there ☀️
`,
  },
  {
    name: 'Saturday setup',
    members: ['mira', 'tomas', 'aisha', 'yuki'],
    hoursAgo: 5,
    pace: 9,
    lines: `
tomas: Key question: who has the key?
mira: I do. Spare one is with Noor.
aisha: I park at the back entrance then, with the machines.
tomas: Careful, they dug up half the yard on Tuesday.
aisha: Of course they did.
yuki: There is a ramp on the left side, I came through with a trolley yesterday.
aisha: Bless you.
mira: Tables: six along the wall, two in the middle, one at the window for Aisha.
tomas: Bikes outside if it stays dry?
mira: Forecast says dry until three.
yuki: I believe it when I see it.
tomas: Then I bring the tarpaulin anyway.
mira: 👍
aisha: Do we still have the sign with the arrow? Last time people walked into the dentist’s.
yuki: The dentist fixed my lamp in return, so I am not complaining.
mira: Sign is in the cupboard behind the broom.
`,
  },
  {
    name: 'Reading circle',
    topic: 'One book every six weeks',
    members: ['noor', 'mira', 'jonas', 'aisha'],
    hoursAgo: 26,
    pace: 47,
    unread: { mira: 1, noor: 3 },
    lines: `
noor: So, did anybody finish it?
jonas: Twice.
aisha: I am on page 80 and I already do not trust the lighthouse keeper.
jonas: Say nothing. Say nothing!
mira: I finished on the train and missed my stop.
noor: That is the best review we had so far.
aisha: How is the ending?
mira: …
jonas: …
aisha: You are no help at all.
noor: Thursday at mine? There will be soup.
mira: For soup I would even read the next one in time.
jonas: Thursday works.
aisha: I will read 200 pages until then. Or come for the soup.
`,
  },
  {
    members: ['mira', 'tomas'],
    hoursAgo: 1,
    pace: 6,
    unread: { mira: 2 },
    lines: `
tomas: Do you still have the freewheel remover, the one with four teeth?
mira: Should be in the red box. Why?
tomas: Somebody wants to bring a racing bike from 1978.
mira: Ooh. Then also bring patience.
tomas: Always packed.
mira: I found it. Red box, right under the thing that I do not know the name of.
tomas: The bottom bracket spanner?
mira: If it looks like a moon with a bite taken out, yes.
tomas: That is the one 😄 bring that too please
mira: Done. Anything else?
tomas: No, that is all. Thank you!
tomas: Wait: could you print the sheet with the spoke lengths? My printer is on the list for Saturday itself.
`,
  },
  {
    members: ['mira', 'aisha'],
    hoursAgo: 4,
    pace: 14,
    lines: `
aisha: I have a weird one: the machine sews, but only backwards.
mira: That is a talent.
aisha: The owner sees it differently.
mira: Reverse lever stuck? The old ones gum up when the oil goes hard.
aisha: I thought so too. It moves freely, though.
mira: Then the feed dog timing. There is a grub screw under the plate.
aisha: I will look tonight and send you a photo of my despair.
mira: I am here until ten.
aisha: Grub screw it was. You are a genius.
mira: I once had the same one, and two evenings of despair.
`,
  },
  {
    members: ['mira', 'noor'],
    hoursAgo: 20,
    pace: 11,
    lines: `
noor: The city wants a number: how many things did we repair this year?
mira: I counted 212 up to October. With a success rate of about two in three.
noor: May I write “over 200”?
mira: You may.
noor: And the weight? They like kilograms.
mira: Roughly 640 kg that did not become waste. Jonas’s gramophone alone was 30.
noor: Perfect. I send it off today.
mira: Thank you for doing the paper side. Really.
`,
  },
  {
    members: ['jonas', 'yuki'],
    hoursAgo: 8,
    pace: 5,
    lines: `
yuki: Is 4.1 V on a lithium cell after a night on the shelf all right?
jonas: If it was full before: yes, that one is fine.
yuki: And 3.4?
jonas: That one goes into the sand bucket.
yuki: It went into the sand bucket.
jonas: Good. Take a photo of the label before it gets sandy.
yuki: Too late, but I remember it: 2,600 mAh, from 2017.
jonas: A long life for a cell. May it rest.
`,
  },
]
