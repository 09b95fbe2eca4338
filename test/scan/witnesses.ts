import type { Witness, WitnessCause } from "@egress6/core/observation/witness";

export const vetted = (address: string): Witness => ({
  address,
  state: "vetted",
  reasons: [],
  nat64Prefixes: [],
  isTrusted: false,
});

/** A captive portal, or another kind of liar. */
export const lying = (address: string, cause: WitnessCause = "answers-for-all"): Witness => ({
  ...vetted(address),
  state: "lies",
  reasons: [
    {
      cause,
      control: "ipv4only.arpa A",
      came: "is 192.168.8.1",
      truth: "it is 192.0.0.170 and 192.0.0.171",
    },
  ],
});

export const unvetted = (address: string, isTrusted = false): Witness => ({
  ...vetted(address),
  state: "unvetted",
  reasons: [
    {
      cause: "no-controls",
      control: "ipv4only.arpa and root-servers.net",
      came: "no usable answer",
      truth: "every resolver with a way to public DNS answers these",
    },
  ],
  isTrusted,
});
