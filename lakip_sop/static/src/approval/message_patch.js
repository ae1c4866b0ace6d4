import { Message } from "@mail/core/common/message";

import { ApprovalCard } from "./approval_card";

Object.assign(Message.components, { ApprovalCard });
