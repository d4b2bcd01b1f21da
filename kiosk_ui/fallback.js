// The few words built in, for a machine that has never reached its server. All others come from the server.

const vi = {
  page: {
    title: "{screen} – Máy lấy số", machine: "Máy lấy số", language: "Ngôn ngữ", vietnamese: "Tiếng Việt",
    english: "English",
    size: "Cỡ chữ", size_normal: "Cỡ chữ thường", size_large: "Cỡ chữ lớn", size_largest: "Cỡ chữ rất lớn",
  },
  trouble: {
    way: "Mời ông, bà", lost_title: "Máy mất kết nối", desk_ticket: "*Đến quầy hướng dẫn*, cán bộ sẽ cấp số.",
    lost_body: "Ông, bà *chưa có số*. Máy đang tự nối lại với máy chủ.",
  },
};

const en = {
  page: {
    title: "{screen} – Ticket machine", machine: "Ticket machine", language: "Language", vietnamese: "Tiếng Việt",
    english: "English",
    size: "Text size", size_normal: "Normal text", size_large: "Large text", size_largest: "Very large text",
  },
  trouble: {
    way: "Please", lost_title: "No connection", desk_ticket: "*Go to the help desk*, an officer will give you a number.",
    lost_body: "You *do not have a number yet*. The machine is trying to reach the server.",
  },
};

export const BUILT_IN = { vi, en };
