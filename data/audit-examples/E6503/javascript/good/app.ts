import { SWFClient } from "@aws-sdk/client-swf";

export const swf = new SWFClient({ region: "eu-central-1" });
