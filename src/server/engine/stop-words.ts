const WORDS =
  'a about after all also am an and any are as at be because been before being between both but by can could did do does ' +
  'doing down each few for from further had has have having he her here hers him his how i if in into is it its just me ' +
  'more most my no nor not of off on once only or other our out over own same she should so some such than that the their ' +
  'them then there these they this those through to too under until up very was we were what when where which while who ' +
  'whom why will with would you your';

/** Words so common in English that finding a document by them says nothing. */
export const ENGLISH_STOP_WORDS: ReadonlySet<string> = new Set(WORDS.split(' '));
