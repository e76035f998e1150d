/** What went out by streams since the start: frames, heartbeats among them, and their bytes as they were sent. */
export class StreamTraffic {
  frames = 0;
  bytes = 0;
}
