const DOCUMENTS = 1000;
const DIMENSION = 768;

/** A batch as a client writes it: unit vectors of shortest float32 digits, and a small payload. */
export function upsertBody() {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const gaussian = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
  const documents = Array.from({ length: DOCUMENTS }, (_, i) => {
    const raw = Float64Array.from({ length: DIMENSION }, gaussian);
    const length = Math.sqrt(raw.reduce((sum, x) => sum + x * x, 0));
    const vector = Array.from(raw, (x) => shortest(Math.fround(x / length)));
    return {
      document_id: `doc-${i}`,
      vectors: { text_768: vector },
      payload: { title: `Document ${i}`, lang: i % 2 === 0 ? 'en' : 'de', year: 1990 + (i % 35) },
    };
  });
  return JSON.stringify({ documents });
}

/** 0.10000000149011612 -> 0.1 */
function shortest(value) {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}
