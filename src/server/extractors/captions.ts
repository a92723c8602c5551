/** Something that is said at a time. */
export interface Cue {
  /** Seconds. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const TIMES = /^(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{3})\s*-->\s*(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{3})/;

/** Reads captions, SubRip (`.srt`) or WebVTT (`.vtt`); an empty list when the text is neither. */
export function readCaptions(text: string): Cue[] {
  const cues: Cue[] = [];
  for (const block of text.split(/\r?\n[^\S\n]*\r?\n/)) {
    const lines = block.split(/\r?\n/);
    const at = lines.findIndex((line) => TIMES.test(line.trim()));
    const match = TIMES.exec(lines[at]?.trim() ?? '');
    if (match === null) continue;
    const [hours, minutes, seconds, fraction, ...end] = match.slice(1);
    const said = lines
      .slice(at + 1)
      .join(' ')
      .replace(/<[^>]*>/g, '')
      .replace(/\s+/g, ' ')
      .trim();
    if (said === '') continue;
    cues.push({
      start: toSeconds(hours, minutes, seconds, fraction),
      end: toSeconds(end[0], end[1], end[2], end[3]),
      text: said,
    });
  }
  return cues;
}

/** Joins cues into segments of at least `seconds`, but for the last. */
export function joinCues(cues: readonly Cue[], seconds: number): Cue[] {
  const segments: Cue[] = [];
  let open: Cue | undefined;
  for (const cue of cues) {
    open = open === undefined ? cue : { start: open.start, end: cue.end, text: `${open.text} ${cue.text}` };
    if (open.end - open.start < seconds) continue;
    segments.push(open);
    open = undefined;
  }
  return open === undefined ? segments : [...segments, open];
}

const toSeconds = (hours = '0', minutes = '0', seconds = '0', fraction = '0'): number =>
  Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) + Number(fraction) / 1000;
