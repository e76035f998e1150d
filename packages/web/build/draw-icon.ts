/** One point of the mark, in the units of public/icon.svg: 32 wide, 32 high. */
interface Point {
  readonly x: number;
  readonly y: number;
}

const VIEW = 32;
const CENTER = VIEW / 2;
const CORNER = 8;
const RING = { radius: 9.5, halfStroke: 1.5 };
const RING_OPACITY = 0.3;
/** Where the bright part of the ring ends, clockwise from the top. */
const ARC_END = Math.PI * 2 + Math.atan2(-9.03, 2.95);
const PLAY: readonly Point[] = [
  { x: 13.6, y: 12.2 },
  { x: 13.6, y: 19.8 },
  { x: 19.9, y: 16 },
];
const PLAY_HALF_STROKE = 0.6;
const GROUND = [0x0d, 0x6e, 0x70] as const;
const WHITE = 255;
/** Each pixel is looked at in so many places, across and down. */
const SAMPLES = 4;

/**
 * The mark of public/icon.svg as pixels: RGBA, row by row. Drawn here because browsers want PNG for an installed app and
 * no picture library is worth its weight for one circle and one triangle.
 *
 * @param size     pixels, across and down.
 * @param isBleed  ground to the very edge, for systems that cut out a shape of their own.
 */
export function drawIcon(size: number, isBleed: boolean): Uint8Array {
  const pixels = new Uint8Array(size * size * 4);
  const step = VIEW / (size * SAMPLES);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      let ground = 0;
      let white = 0;
      for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
        const point = {
          x: (column * SAMPLES + (sample % SAMPLES) + 0.5) * step,
          y: (row * SAMPLES + Math.floor(sample / SAMPLES) + 0.5) * step,
        };
        if (!isBleed && !isInGround(point)) continue;
        ground += 1;
        white += whitenessAt(point);
      }
      const share = ground === 0 ? 0 : white / ground;
      const offset = (row * size + column) * 4;
      GROUND.forEach((channel, index) => {
        pixels[offset + index] = Math.round(channel + (WHITE - channel) * share);
      });
      pixels[offset + 3] = Math.round((WHITE * ground) / (SAMPLES * SAMPLES));
    }
  }
  return pixels;
}

/** Inside the square with round corners. */
function isInGround({ x, y }: Point): boolean {
  const beyond = (value: number): number =>
    Math.max(0, Math.abs(value - CENTER) - (CENTER - CORNER));
  return Math.hypot(beyond(x), beyond(y)) <= CORNER;
}

/** 0 is the ground's colour, 1 is white. */
function whitenessAt(point: Point): number {
  if (isInPlay(point) || isInArc(point)) return 1;
  return isNear(Math.hypot(point.x - CENTER, point.y - CENTER)) ? RING_OPACITY : 0;
}

function isNear(distance: number): boolean {
  return Math.abs(distance - RING.radius) <= RING.halfStroke;
}

/** The bright part of the ring, with round ends. */
function isInArc({ x, y }: Point): boolean {
  const angle = Math.atan2(x - CENTER, CENTER - y);
  const clockwise = angle < 0 ? angle + Math.PI * 2 : angle;
  if (clockwise <= ARC_END) return isNear(Math.hypot(x - CENTER, y - CENTER));
  return [0, ARC_END].some((end) => {
    const tip = {
      x: CENTER + RING.radius * Math.sin(end),
      y: CENTER - RING.radius * Math.cos(end),
    };
    return Math.hypot(x - tip.x, y - tip.y) <= RING.halfStroke;
  });
}

/** The triangle, grown by half its stroke so that its corners are round. */
function isInPlay(point: Point): boolean {
  const sides = PLAY.map((from, index) => [from, PLAY[(index + 1) % PLAY.length] ?? from] as const);
  const turns = sides.map(
    ([from, to]) => (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x),
  );
  const isInside = turns.every((turn) => turn <= 0) || turns.every((turn) => turn >= 0);
  return isInside || sides.some(([from, to]) => distanceTo(point, from, to) <= PLAY_HALF_STROKE);
}

function distanceTo(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const along = ((point.x - from.x) * dx + (point.y - from.y) * dy) / (dx * dx + dy * dy);
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - from.x - share * dx, point.y - from.y - share * dy);
}
