/** The residents' pages: plain words, no account. */
export const resident = {
  zh: {
    report: {
      level: { street: '{name}街道', community: '{name}社区' },
      title: '宝安 · 报一件事', danger: '有危险，先打电话', where: '在哪里', what: '什么事', send: '发出', scanned: '扫码已填', change: '不对，改', place: '小区、楼栋、街道或地址', search: '找地点', here: '用我现在的位置', locating: '正在定位…', noPosition: '定位不了，请写地址', said: '就按我写的：{text}', position: '我现在的位置',
      more: '说两句（可不写）', name: '怎么称呼（可不写）', phone: '电话（可不写）', submit: '发送', sending: '正在发送…', fine: '不用登录，不必留姓名。发出后给您一个回执码，凭码看进度。', unsafe: '在家里不安全？', leave: '快速离开', track: '查进度', again: '再报一件',
      needWhere: '请告诉我们在哪里', needWhat: '请选一样', resend: '没有发出去。网络好了再点一次，不会重复。', refused: '没有收下：{detail}',
      done: '已收到', receipt: '回执码（只给您，请勿转发）', keep: '请记下或截图。凭它看进度、补充或撤回。', see: '看进度', copy: '复制', copied: '已复制',
      unsafeTitle: '先保证安全', unsafeText: '紧急请打 110。妇女热线 12338，法律援助 12348。可以在这里说，只有负责的人看得到；手机可能被别人看时，请用安全的电话。', unsafeReport: '在这里说', deskClosed: '现在没有人值守，请立即拨打 110。', deskOpen: '已交给负责保护您的人。',
      kind: { neighbour: '邻里', 'property-management': '房屋物业', consumer: '买东西、预付卡', labour: '工资劳动', hazard: '安全隐患', 'help-request': '其他、求助' },
      like: { neighbour: '噪音、漏水、占道', 'property-management': '水电、电梯、维修', consumer: '退款、停业、质量', labour: '欠薪、解除、工伤', hazard: '烟、气、坠物、井盖', 'help-request': '说不清也可以报' },
    },
    large: '大字', track: {
      title: '我的报告', enter: '输入回执码', look: '查看', receipt: '回执码（只给您，请勿转发）', unknown: '查不到这个回执码。请核对；输错、撤回和不存在，看起来是一样的。', fault: '暂时查不到，正在重试。', slow: '查得太勤了，请稍等。',
      who: '现在由{unit}负责。', whoBy: '现在由{unit}负责。最迟 {at} 接手，过时自动升到{next}，不需要您催。', whoDue: '现在由{unit}负责，最迟 {at} 有结果或升级。', since: '自 {at}', then: '后自动升级',
      step: { received: '收到您的报告', here: '交给{unit}', next: '联系您，听双方说', agree: '您同意才调解', end: '办结' },
      area: '街道', due: '最迟', rights: '您的权利：', note: '补充说明', withdraw: '撤回', withdrawSure: '确定撤回？撤回后不再处理。', send: '送出', cancel: '取消', noted: '已补充', updated: '更新于 {at} · 自动刷新', call: '打 12345', yes: '确定撤回',
    },
    status: { waiting: '已收到，还没有人接手', inHand: '已有人接手', reported: '已收到', accepted: '已受理', settled: '已办结', refused: '没有受理', withdrawn: '已撤回', closed: '已关闭', other: '处理中' },
    right: { withdraw: '随时撤回', recusal: '要求换人', 'no-mediation': '不愿调解可以不调解', refuse: '不愿调解可以不调解', court: '直接找法院，调解不影响起诉', arbitration: '可申请仲裁', 'legal-aid': '法律援助 12348', 'other-routes': '可走其他途径', complaint: '不满意可投诉', interpreter: '可要求翻译', 'legal-advice': '可请法律顾问', mediation: '自愿调解', note: '随时补充说明' },
  },
  en: {
    report: {
      level: { street: '{name} (street)', community: '{name} (community)' },
      title: "Bao'an · report something", danger: 'In danger? Call first', where: 'Where', what: 'What', send: 'Send', scanned: 'filled by the QR code', change: 'Not right, change', place: 'estate, building, street or address', search: 'Find the place', here: 'Use where I am now', locating: 'Finding where you are…', noPosition: 'Position not available; please write the address', said: 'Just as I wrote: {text}', position: 'where I am now',
      more: 'A few words (optional)', name: 'Your name (optional)', phone: 'Phone (optional)', submit: 'Send', sending: 'Sending…', fine: 'No sign-in, no name needed. You get a receipt to follow it.', unsafe: 'Not safe at home?', leave: 'Leave quickly', track: 'Follow a report', again: 'Another report',
      needWhere: 'Please tell us where', needWhat: 'Please choose one', resend: 'It was not sent. Press again when the network is back; it will not count twice.', refused: 'Not taken: {detail}',
      done: 'Received', receipt: 'Receipt (for you only; do not pass it on)', keep: 'Write it down or take a screenshot. With it you can follow, add to or withdraw your report.', see: 'Follow it', copy: 'Copy', copied: 'Copied',
      unsafeTitle: 'Safety first', unsafeText: 'In an emergency call 110. Women’s hotline 12338, legal aid 12348. You may also write here; only those in charge can read it. If others may look at this phone, use a safe one.', unsafeReport: 'Write here', deskClosed: 'Nobody is on duty there now: please call 110 at once.', deskOpen: 'Handed to those who protect you.',
      kind: { neighbour: 'Neighbours', 'property-management': 'House, property', consumer: 'Shopping, prepaid', labour: 'Wages, work', hazard: 'Danger spot', 'help-request': 'Other, help' },
      like: { neighbour: 'noise, leaks, blocked ways', 'property-management': 'water, power, lift, repair', consumer: 'refund, closed shop, quality', labour: 'unpaid, dismissed, injured', hazard: 'smoke, gas, falling things', 'help-request': 'not sure is fine too' },
    },
    large: 'Large', track: {
      title: 'My report', enter: 'Enter your receipt', look: 'Look', receipt: 'Receipt (for you only; do not pass it on)', unknown: 'This receipt finds nothing. Please check it; wrong, withdrawn and unknown look the same.', fault: 'Cannot look just now; trying again.', slow: 'Too many look-ups; please wait a moment.',
      who: 'Now with the {unit}.', whoBy: 'Now with the {unit}. Somebody takes it by {at}, or it climbs to the {next} by itself; you need not press.', whoDue: 'Now with the {unit}; by {at} there is a result or it climbs.', since: 'since {at}', then: 'until it climbs',
      step: { received: 'Your report received', here: 'With the {unit}', next: 'You are called; both sides are heard', agree: 'mediation only if you agree', end: 'Settled' },
      area: 'Street', due: 'At the latest', rights: 'Your rights: ', note: 'Add something', withdraw: 'Withdraw', withdrawSure: 'Withdraw it? It will not be handled any more.', send: 'Send', cancel: 'Cancel', noted: 'Added', updated: 'updated {at} · refreshes by itself', call: 'Call 12345', yes: 'Withdraw it',
    },
    status: { waiting: 'Received, nobody has taken it yet', inHand: 'Somebody has it in hand', reported: 'Received', accepted: 'Accepted', settled: 'Settled', refused: 'Not accepted', withdrawn: 'Withdrawn', closed: 'Closed', other: 'Being handled' },
    right: { withdraw: 'withdraw at any time', recusal: 'ask for someone else', 'no-mediation': 'no mediation against your will', refuse: 'no mediation against your will', court: 'go to court; mediation does not stop that', arbitration: 'apply for arbitration', 'legal-aid': 'legal aid 12348', 'other-routes': 'take another route', complaint: 'complain', interpreter: 'ask for an interpreter', 'legal-advice': 'ask for a legal adviser', mediation: 'mediation is voluntary', note: 'add to it at any time' },
  },
}
