import { outputsOf } from './catalog.js';
import { embedTexts } from './embed-text.js';
import { ExtractionError } from './extraction-error.js';
import type { Extractor } from './extractor.js';
import { textOfInput } from './input-text.js';

const [EMBEDDING] = outputsOf('sentiment_classifier');

const POSITIVE =
  'amazing awesome beautiful best better brilliant charming comfortable delicious delight easy enjoy enjoyed excellent fantastic fast favorite fine friendly fun glad good gorgeous great happy helpful impressed impressive incredible joy like liked love loved lovely nice perfect perfectly pleasant pleased reliable recommend satisfied smooth solid superb thank thanks useful win wonderful worth';
const NEGATIVE =
  'angry annoying awful bad badly boring broke broken cheap complaint confusing crash crashed damage damaged defective difficult disappointed disappointing disappointment dirty disgusting error fail failed failure fake fault faulty frustrating garbage hate hated horrible impossible late leak leaked leaks lost mess misleading pain poor problem problems refund ridiculous rude sad scam slow terrible ugly unacceptable unhappy unreliable upset useless waste weak worse worst wrong';
const NEGATIONS: ReadonlySet<string> = new Set(['not', 'no', 'never', 'hardly', 'cannot', 'without']);
const WEIGHTS: ReadonlyMap<string, number> = new Map([
  ...POSITIVE.split(' ').map((word): [string, number] => [word, 1]),
  ...NEGATIVE.split(' ').map((word): [string, number] => [word, -1]),
]);

/** Says whether a text is positive or negative. */
export const sentiment: Extractor = {
  inputs: { text: ['text', 'string'] },
  parameters: 'SentimentClassifierParams',
  standIn:
    'English words with a meaning of their own are counted, turned around after a negation; no model reads the text.',
  outputs: {
    text: { type: 'text' },
    sentiment: { type: 'string' },
    sentiment_score: { type: 'number' },
    sentiment_scores: { type: 'object' },
  },
  async extract({ values, parameters }, services) {
    const input = values['text'];
    if (input === undefined) throw new ExtractionError('validation', 'There is no text.');
    const text = await textOfInput(input, 'text');
    const positive = positiveShare(text, Number(parameters['max_length']));
    const label = positive >= 0.5 ? 'POSITIVE' : 'NEGATIVE';
    const scores = { POSITIVE: positive, NEGATIVE: 1 - positive };
    const vectors = parameters['embed'] === true ? await embedTexts([text], EMBEDDING, services) : [];
    return [
      {
        key: '0',
        fields: {
          text,
          sentiment: label,
          sentiment_score: scores[label],
          ...(parameters['return_all_scores'] === false ? {} : { sentiment_scores: scores }),
        },
        vectors: vectors[0] === undefined ? {} : { [EMBEDDING.index]: vectors[0] },
        modality: 'text',
      },
    ];
  },
};

/** The logistic function of the words' sum: 0.5 when nothing speaks for either side. */
function positiveShare(text: string, maxTokens: number): number {
  const words = (text.toLowerCase().match(/[\p{L}']+/gu) ?? []).slice(0, maxTokens);
  const sum = words.reduce((total, word, index) => {
    const isNegated = words
      .slice(Math.max(0, index - 3), index)
      .some((before) => NEGATIONS.has(before) || before.endsWith("n't"));
    return total + (WEIGHTS.get(word) ?? 0) * (isNegated ? -1 : 1);
  }, 0);
  return 1 / (1 + Math.exp(-sum));
}
