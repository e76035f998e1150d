import { describe, expect, test } from "vitest";

import { StreamPlaces } from "./stream-places.ts";

const OF_PERSON = { statusCode: 429, message: "Too many pages of yours are open; close one." };
const AT_ADDRESS = {
  statusCode: 429,
  message: "Too many pages are open at this address; close one.",
};

/** Places for two streams of a person and three of an address. */
function fewPlaces(): StreamPlaces {
  return new StreamPlaces({ perPerson: 2, perAddress: 3 });
}

function refusalOf(places: StreamPlaces, person: string | null, address: string): unknown {
  try {
    places.take(person, address)();
    return null;
  } catch (error) {
    return error;
  }
}

describe("places for streams", () => {
  test("are so many for a person, wherever they come from, and the refusal says what to do and when to come back", () => {
    const places = fewPlaces();
    places.take("alice", "192.0.2.1");
    places.take("alice", "192.0.2.2");
    expect(refusalOf(places, "alice", "192.0.2.3")).toMatchObject({
      ...OF_PERSON,
      retryAfterS: 60,
    });
    expect(refusalOf(places, "bob", "192.0.2.1")).toBeNull();
  });

  test("are so many for an address, whoever comes from it, persons or not", () => {
    const places = fewPlaces();
    places.take("alice", "192.0.2.1");
    places.take("bob", "::ffff:192.0.2.1");
    places.take(null, "192.0.2.1");
    for (const person of ["carol", null]) {
      expect(refusalOf(places, person, "192.0.2.1")).toMatchObject({
        ...AT_ADDRESS,
        retryAfterS: 60,
        details: expect.stringContaining("TRUST_PROXY") as string,
      });
    }
    expect(refusalOf(places, "carol", "192.0.2.2")).toBeNull();
  });

  test("are an IPv6 network's together", () => {
    const places = fewPlaces();
    for (const person of ["alice", "bob", "carol"]) places.take(person, `2001:db8::${person[0]}`);
    expect(refusalOf(places, "dave", "2001:db8::d")).toMatchObject(AT_ADDRESS);
    expect(refusalOf(places, "dave", "2001:db8:0:1::d")).toBeNull();
  });

  test("are given back once, however often that is said", () => {
    const places = fewPlaces();
    const giveBack = places.take("alice", "192.0.2.1");
    places.take("alice", "192.0.2.1");
    giveBack();
    giveBack();
    giveBack();
    places.take("alice", "192.0.2.1");
    expect(refusalOf(places, "alice", "192.0.2.1")).toMatchObject(OF_PERSON);
    places.take("bob", "192.0.2.1");
    expect(refusalOf(places, "bob", "192.0.2.1")).toMatchObject(AT_ADDRESS);
  });

  test("cost whoever is refused nothing", () => {
    const places = fewPlaces();
    const giveBack = [places.take("alice", "192.0.2.1"), places.take("alice", "192.0.2.1")];
    for (let time = 0; time < 5; time += 1) {
      expect(refusalOf(places, "alice", "192.0.2.1")).toMatchObject(OF_PERSON);
    }
    places.take("bob", "192.0.2.1");
    for (let time = 0; time < 5; time += 1) {
      expect(refusalOf(places, "carol", "192.0.2.1")).toMatchObject(AT_ADDRESS);
    }
    for (const one of giveBack) one();
    expect(refusalOf(places, "carol", "192.0.2.1")).toBeNull();
  });

  test("are as many for a person who is called like an address", () => {
    const places = new StreamPlaces({ perPerson: 1, perAddress: 1 });
    places.take("192.0.2.1", "192.0.2.2");
    expect(refusalOf(places, null, "192.0.2.1")).toBeNull();
  });
});
