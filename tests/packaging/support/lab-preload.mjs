// node --import: the lab as a program's network. LAB is what the lab wrote to its ready file.
import { useLab } from "../../support/lab-network.mjs";

useLab(JSON.parse(process.env.LAB));
