"""The words of a reply that belong to no form: what each one does to the figures around it.

Each list is phrases parted by « | », fully accented; they are matched however little of the
accents is typed. Where two roles share a phrase, the one listed first wins. A phrase with a word
of `SAID_FOR` is known with each word that is said for it, too.
"""

from typing import ClassVar

SAID_FOR = {
    "không": (
        "ko",
        "k",
        "kg",
        "khg",
        "khôg",
        "kô",
        "hok",
        "hem",
        "hông",
        "hổng",
        "hong",
        "chẳng",
        "chả",
    ),
    "gửi": ("gởi",),
    "được": ("đc", "dc"),
}
"""What is typed for a word: short for it, and in other regions."""


class Role(str):
    """What a piece of a message does.

    One of a few constants, as in an Enum; but a message asks for some five hundred of them, and on
    Python 3.11 a member of an Enum takes four times as long to be looked up as an attribute.
    """

    __slots__ = ()

    NUMBER: ClassVar["Role"]
    ZERO: ClassVar["Role"]
    NOTHING: ClassVar["Role"]
    REST: ClassVar["Role"]
    SAME: ClassVar["Role"]
    NOUN: ClassVar["Role"]
    WORD: ClassVar["Role"]
    MARK: ClassVar["Role"]
    """The number of a question («mục 3», «1.»), which names its indicator."""
    ABOUT: ClassVar["Role"]
    AT_LEAST: ClassVar["Role"]
    AT_MOST: ClassVar["Role"]
    AFTER_ABOUT: ClassVar["Role"]
    AFTER_MORE: ClassVar["Role"]
    AFTER_LESS: ClassVar["Role"]
    EACH: ClassVar["Role"]
    DAILY: ClassVar["Role"]
    PART: ClassVar["Role"]
    UNIT: ClassVar["Role"]
    """A measure (phút, tuổi, đồng): the figure before it is no tally."""
    THING: ClassVar["Role"]
    """Something counted that the form may not ask (hộ, ảnh)."""
    SHARE: ClassVar["Role"]
    PEOPLE: ClassVar["Role"]
    """Another word for người."""
    LABEL: ClassVar["Role"]
    TITLE: ClassVar["Role"]
    WEEK: ClassVar["Role"]
    ASIDE: ClassVar["Role"]
    VAGUE: ClassVar["Role"]
    RANGE: ClassVar["Role"]
    PLUS: ClassVar["Role"]
    EDIT: ClassVar["Role"]
    WRONG: ClassVar["Role"]
    INTO: ClassVar["Role"]
    RATHER: ClassVar["Role"]
    NOT: ClassVar["Role"]
    RIGHT: ClassVar["Role"]
    ADD: ClassVar["Role"]
    TAKE: ClassVar["Role"]
    DROP: ClassVar["Role"]
    COMPARE: ClassVar["Role"]
    REMARK: ClassVar["Role"]
    """Words that announce a remark: «khó khăn», «đề nghị»."""
    DOUBT: ClassVar["Role"]
    NO_ANSWER: ClassVar["Role"]
    NEGATION: ClassVar["Role"]
    FILL: ClassVar["Role"]
    PAUSE: ClassVar["Role"]
    STOP: ClassVar["Role"]
    UNKNOWN: ClassVar["Role"]


for _name in Role.__annotations__:
    setattr(Role, _name, Role(_name.lower()))


PHRASES: dict[Role, str] = {
    Role.PAUSE: "=phẩy | dấu phẩy",
    Role.STOP: "=chấm | dấu chấm | xuống dòng",
    Role.NOTHING: """
        không có gì | không có gì cả | không có gì hết | không phát sinh | không phát sinh gì
        | không có phát sinh | không có phát sinh gì | không có hoạt động | không có hoạt động gì
        | không có hoạt động nào | không hoạt động | không hoạt động gì | không tổ chức gì | không làm gì
        | không làm gì cả | chưa có gì | chưa có gì cả | chưa phát sinh | chưa phát sinh gì | không có j
        | không ps | không có ps | không có hoạt động gì cả | không có hoạt động gì hết
        | không có bất cứ hoạt động nào | không có hoạt động nào cả | không có cái gì | không có việc gì
        | không có nội dung gì | không có số liệu phát sinh | không có chi mô | không có chi cả
        | không có chi hết | không có gì mô | không tổ chức được gì | không làm được gì
        | chưa tổ chức được gì | chưa làm được gì | không tổ chức được hoạt động gì
        | không tổ chức được hoạt động nào | không có làm gì | không có làm gì cả | không có họp hành gì
        | không có tổ chức gì | không làm chi | không làm gì hết | không họp hành gì | nỏ có chi mô
        | nỏ có chi | nỏ có gì | không có gì báo cáo | không có gì để báo cáo | không có gì báo
        | không có gì để báo | không có chi báo cáo | không có chi để báo cáo | chưa có chi
        | tuần này không có gì đâu | tuần này tổ không có gì đâu | trong tuần không có gì đâu | kocogi
        | khongcogi | kcogi | 0 có gì | 0 có j | ko có j""",
    Role.REST: """
        còn lại | các mục còn lại | mấy mục còn lại | những mục còn lại | mục còn lại | các mục khác
        | mấy mục khác | các câu còn lại | mấy cái còn lại | những cái còn lại | các cái còn lại
        | cái còn lại | các ý còn lại | mấy cái khác | những cái khác | các nội dung khác
        | các nội dung còn lại | phần còn lại | số còn lại | ngoài ra | các chỉ tiêu khác
        | các chỉ tiêu còn lại | còn các mục khác | những mục khác | mục khác | các cái khác
        | các phần khác | các phần còn lại | mấy câu còn lại | mấy ý còn lại | các mục kia
        | còn mấy mục kia | những thứ khác | các thứ khác | còn lại các mục | còn lại các mục khác
        | cái khác | việc khác | các việc khác | khác | mấy ý kia | các ý kia | mấy mục kia | mấy cái kia
        | các cái kia | mấy câu kia | các câu kia | mấy ý khác | các ý khác | các mục | các mục đều""",
    Role.SAME: """
        như tuần trước | như tuần rồi | như tuần vừa rồi | như tuần qua | như cũ | y như cũ | như trước
        | y cũ | y chang | y chang tuần trước | y hệt tuần trước | hệt như tuần trước | y như tuần trước
        | y như tuần rồi | y như trước | giống tuần trước | giống như tuần trước | giống cũ | giống như cũ
        | giống trước | giống tuần rồi | giống hệt tuần trước | hệt tuần trước | bằng tuần trước
        | bằng với tuần trước | giữ nguyên | giữ nguyên như tuần trước | giữ nguyên như cũ | như lần trước
        | giống lần trước | y lần trước | y tuần trước | vẫn thế | vẫn vậy | vẫn như vậy | như mọi khi
        | như mọi tuần | như mọi lần | như thường lệ | không thay đổi | không đổi | không có gì thay đổi
        | không có gì thay đổi so với tuần trước | không thay đổi so với tuần trước | không có thay đổi
        | không khác tuần trước | không khác gì tuần trước | như kỳ trước | như hôm trước | như bữa trước
        | cũng vậy | như tuần trc | giống tuần trc | như trc | nguyên như cũ | y nguyên tuần trước
        | y nguyên | lấy như tuần trước | lấy số tuần trước | số như tuần trước | cũng như tuần trước
        | như báo cáo tuần trước | như số tuần trước | như số liệu tuần trước | như tuần trước thôi
        | vẫn như tuần trước | vẫn như cũ | vẫn giữ nguyên | cũng như cũ | vẫn giống tuần trước""",
    Role.ZERO: """
        không | ko | k | kg | khg | =hông | =hổng | kô | hok | khôg | =chẳng | =chả | chưa | chưa có
        | không có | chẳng có | chả có | không được | không ai | không có ai | không ai có | chưa ai
        | chưa có ai | không ai hỏi | không có ai hỏi | không ai đến hỏi | không có ai đến hỏi
        | không ai nhờ | không có nào | bằng không | là không | không hề có | không có đâu | không đâu
        | chưa có đâu | hem | không có chi | không có mô | không một | không có một | không một ai
        | không 1 | không có 1 | chưa có một | chưa có 1 | không tổ chức | chưa tổ chức | không có ai nhờ
        | không ai nhờ gì | không có ai nhờ gì | chưa có ai nhờ | chưa ai nhờ | không ai cần
        | không có ai cần | không có người nào | không người nào | không có ai đến
        | không có ai đến hỏi gì | =nỏ | không có ai đến nhờ | không ai đến nhờ | không có ai tới hỏi
        | không ai tới hỏi | khum | khum có | khom có | hông có | hong có | hổng có | hem có | hok có
        | 0 có | kco | khongco | =mô có | đâu có""",
    Role.NO_ANSWER: """
        không biết | không bít | không rõ | không nhớ | không nhớ rõ | chưa rõ | chưa biết | chưa nhớ
        | không đếm | không đếm được | chưa đếm | không hiểu | chưa hiểu | không chắc | chưa chắc
        | không nắm | không nắm được | không nắm rõ | chưa nắm | chưa nắm được | không báo | chưa báo
        | không trả lời | không gửi | chưa gửi | không xem | chưa xem | không thể | không kịp | chưa kịp
        | không thiếu | không nhiều | không ít | không đủ | chưa đủ | không đúng | chưa đúng
        | không phải là | không những | không chỉ | không tính | chưa tính | không kể | chưa kể
        | không thống kê | chưa thống kê | không ghi | không ghi chép | chưa ghi | không thấy
        | không có mạng | chưa tổng hợp | chưa xong | chưa làm | không làm được | không được rõ
        | không thấy ai | để xem | không để ý | không theo dõi | không nghe | không được nghe | xem lại
        | không có thời gian | không có ở nhà | để hỏi | hỏi lại | để kiểm tra | kiểm tra lại | xem lại đã
        | tính lại | đếm lại | không nói | chưa nói | không cần | không sao | không nhất trí
        | không đồng ý | không hề | không có số liệu | không có số | có không | phải báo không
        | có phải báo không | có cần báo không | chưa có số liệu | chưa có số | không còn | không làm
        | một lúc | một lúc nữa | một lát | một lát nữa | lát nữa | lúc nữa | tí nữa | chút nữa
        | 1 lúc nữa | 1 lát nữa | chưa phát hết | chưa hết | chưa xong hết | chưa phát đủ | chưa phát xong
        | không vào được | không mở được | không lên được | không phải không có
        | không phải là không có gì | không phải là không có | không phải không có gì""",
    Role.NOT: """
        không phải | không là | đâu phải | chẳng phải | chả phải""",
    Role.RATHER: """
        thay vì | chứ không phải | chứ không phải là | chứ không | chứ đâu phải | chu khong phai""",
    Role.RIGHT: "mới đúng | mới phải | mới chính xác | là đúng | thì đúng | mới là đúng",
    Role.EDIT: """
        sửa | sửa lại | sửa giúp | sửa hộ | đổi | đổi lại | chỉnh | chỉnh lại | =chữa | chữa lại
        | đính chính | đính chính lại | cập nhật | cập nhật lại | =thay | thay lại | điều chỉnh | xin sửa
        | cho sửa | cho bác sửa | cho tôi sửa | bác sửa | báo lại | ghi lại | gửi lại | sưả | sửa dùm
        | sửa giùm | chỉnh dùm | chỉnh giùm | đổi giùm | đổi dùm | xin đính chính | xin báo lại
        | xin cập nhật | xin cập nhật lại | xin điều chỉnh | xin chỉnh lại | xin sửa lại | xin chỉnh""",
    Role.WRONG: """
        nhầm | nhầm rồi | nhầm số | ghi nhầm | bác ghi nhầm | gõ nhầm | bấm nhầm | báo nhầm | =lộn
        | lộn rồi | sai | sai rồi | ghi sai | báo sai | gõ sai | viết nhầm | viết sai | nhắn nhầm
        | ấn nhầm | ghi lộn | sai số | tính nhầm | đếm nhầm | tính sai | nhầm lẫn | =quên | gõ lộn
        | viết lộn | báo lộn | nhắn lộn | bấm lộn | tính lộn | đếm lộn | bị lộn | bị nhầm | bị sai
        | là lộn | là nhầm | là sai | ấy chết | à chết | chết quên | chết nhầm""",
    Role.INTO: """
        thành | lên thành | xuống thành | sửa thành | đổi thành | sửa lại thành | thay bằng | đổi sang
        | tăng lên | giảm xuống | bớt còn | giảm còn | xuống còn | chỉ còn | giảm xuống còn
        | bớt xuống còn | rút xuống còn | tăng lên thành | tăng thành | giảm thành | sửa lại là | sửa là
        | chỉnh lại là | chỉnh là | đổi lại là | đổi là | sửa lại còn | sửa còn""",
    Role.ADD: """
        thêm | bổ sung | bổ sung thêm | cộng thêm | cộng | thêm vào | tăng thêm | có thêm | còn thêm
        | tăng | phát sinh thêm | cập nhật thêm | cập nhật bổ sung | báo lại thêm | báo thêm | gửi thêm
        | xin cập nhật bổ sung | xin bổ sung | xin báo thêm | báo thiếu | ghi thiếu""",
    Role.TAKE: """
        bớt | bớt đi | trừ | trừ đi | giảm | giảm đi | rút | rút bớt | bỏ bớt | giảm bớt""",
    Role.DROP: """
        bỏ | xóa | xoá | hủy | huỷ | bỏ qua | xóa bỏ | xóa hết | bỏ hết | xóa giúp | xoá giúp
        | xóa giúp em | xóa mục | xoá mục | bỏ giúp em | bỏ giúp""",
    Role.AT_LEAST: """
        trên | hơn | không dưới | không kém | không ít hơn | ít nhất | ít nhất là | tối thiểu | chí ít
        | =quá | ngoài | nhiều hơn | không thua | ít ra | khoảng hơn | khoảng trên | lớn hơn""",
    Role.AT_MOST: """
        dưới | không quá | chưa đến | chưa tới | chưa được | chưa đầy | không đến | không tới | tối đa
        | tối đa là | nhiều nhất | nhiều nhất là | không hơn | cùng lắm | ngót | ngót nghét | không đầy
        | ít hơn | chưa quá | gần được | không được đến | nhỏ hơn | chưa đủ | =non | non nửa""",
    Role.ABOUT: """
        khoảng | khoảng chừng | khoảng độ | tầm | tầm khoảng | chừng | chừng độ | =độ | độ chừng | =cỡ
        | cỡ khoảng | gần | gần đến | gần tới | xấp xỉ | ước | ước chừng | ước tính | ước khoảng
        | áng chừng | áng | =quãng | đến | =tới | lên tới | lên đến | đến tận | đâu đó | đâu khoảng
        | trên dưới | loanh quanh | phỏng chừng | sấp xỉ | gần bằng | suýt soát | tính ra khoảng
        | tròm trèm | đâu chừng | cả thảy khoảng | hơn kém | gần như | sấp sỉ | xấp sỉ | =lối | =cỡ lối
        | =đâu | đâu được""",
    Role.MARK: """
        mục | câu | ý | mục số | câu số | ý số | câu hỏi | câu hỏi số | chỉ tiêu | chỉ tiêu số | ý thứ
        | câu thứ | mục thứ | dòng""",
    Role.AFTER_ABOUT: """
        gì đó | gì đấy | là cùng | hay sao | hơn kém | thôi thì phải | hoặc hơn | chi đó | chi đấy
        | chi nớ | gì ấy | chừng đó | cỡ đó | tầm đó | tầm đấy | cỡ đấy | quãng đó | lên xuống""",
    Role.AFTER_MORE: """
        trở lên | có lẻ | có dư | hơn | có hơn | đổ lên | là ít | dư | lẻ | ngoài | hơn một chút
        | hơn một tí | hơn chút | hơn tí | hơn xíu | hơn 1 chút | hơn 1 tí | dư chút""",
    Role.AFTER_LESS: "trở xuống | trở lại | đổ lại | đổ xuống | quay lại | là nhiều | là hết cỡ",
    Role.DAILY: """
        mỗi ngày | 1 ngày | ngày nào cũng | hàng ngày | hằng ngày | một ngày | từng ngày | ngày ngày
        | mọi ngày | mỗi tối | mỗi sáng | tối nào cũng | sáng nào cũng | mỗi buổi sáng | mỗi buổi chiều
        | mỗi hôm""",
    Role.EACH: """
        mỗi | từng | mỗi một | bình quân mỗi | trung bình mỗi | nào cũng | trung bình | bình quân""",
    Role.PART: """
        sáng | chiều | tối | trưa | đêm | ca sáng | ca chiều | ca tối | buổi đầu tiên | buổi thứ nhất
        | buổi thứ hai | buổi thứ ba | buổi sau | =buổi đầu""",
    Role.UNIT: """
        tuổi | đồng | nghìn đồng | ngàn đồng | triệu đồng | phần trăm | giờ | tiếng | tiếng đồng hồ | phút
        | giây | km | kg | cm | mét | m | ki lô mét | cây số | độ tuổi | h | ngày | hôm | tháng | quý
        | năm | tầng | vnd | vnđ | đ | sao | sạch | tốt | cấp | nhất | xã | phường | tỉnh | bữa nữa
        | bữa rồi | bữa sau | bữa trước | ngày nữa | hôm nữa | tháng nữa | ngày nay | bữa nay""",
    Role.THING: """
        tuần | điểm cầu | khẩu | nhân khẩu | hộ | hộ dân | gia đình | xe | cây | =con | cụm | loa
        | cụm loa | cái loa | máy | mâm | suất | vụ | vụ việc | =ảnh | =hình | hình ảnh | video | clip
        | trang | mục | tổ | tổ dân phố | chi bộ | khu | khu phố | thôn | xóm | ngõ | cột | bóng đèn
        | bóng | trường hợp | =ca | lít | thùng | túi | =bao | cân | tấn | =tạ | mẫu | sào | chương trình
        | chuyên mục | đồng chí cán bộ | văn bản | hồ sơ | giấy | quyển | cuốn | băng rôn | khẩu hiệu
        | pa nô | bảng | biển | thủ tục | tài khoản | điện thoại | chỗ | địa điểm | nơi | đoàn | đội | lớp
        | nội dung | chuyên đề | trẻ em | trẻ | học sinh | em bé | mũi | liều | lọ | cháu bé | người lạ
        | thành viên | thành viên nhóm | hội viên nhóm | =cái | chiếc | =nhà | việc | hoạt động | =phần
        | =khoản | nhóm zalo | loa đài | tdp | khu dân cư | nhà văn hóa | nhà văn hoá | nvh | hội trường
        | =trường | chuyện | địa bàn | cuộc thi | bài thi | bài báo | tờ báo | tin nhắn | cuộc gọi
        | lần gọi | bài thơ | bài hát | vợ chồng | đứa | thằng | nhóc | xấp | thếp | khu vực | ấp | khóm
        | like | lượt like | lượt xem | lượt thích | lượt chia sẻ | view | share | bình luận | comment
        | cmt | chi hội | chi đoàn | file | tệp | người xem | lượt người xem | người thích | tấm ảnh
        | bức ảnh | tấm hình | bức hình | pano | poster | áp phích | tranh | bích chương | phướn | standee
        | =bàn | =mâm | =bó | =cọc | ram | =gói | =bịch | loại""",
    Role.SHARE: """
        nữ | nam | đảng viên | hội viên | đoàn viên | cán bộ | phụ nữ | thanh niên | cựu chiến binh
        | hội viên phụ nữ | hộ gia đình | nam giới | nữ giới | người nữ | người nam | đồng chí | đ/c""",
    Role.PEOPLE: """
        người già | người cao tuổi | chị em | chị em phụ nữ | anh chị em | bạn | bạn trẻ | cụ | cô bác
        | cô chú | ông bà | vị | bà con | công dân | cư dân | khách | đại biểu | quần chúng | người dân
        | nhân dân | bà con nhân dân | mọi người | =dân | mống | cụ ông | cụ bà""",
    Role.LABEL: """
        bão số | lớp | tổ | tổ số | tổ dân phố | tổ dân phố số | tdp | tdp số | thôn | xóm | ngõ | ngách
        | hẻm | kiệt | đường | phố | khu | khu phố | khu dân cư | kdc | kp | cụm | cụm số | cụm loa
        | loa số | loa cụm | cụm loa số | số nhà | nhà số | nhà văn hóa số | số | nhà văn hoá tổ | nvh tổ
        | phường | =quận | =đội | chi bộ | chi bộ số | =khối | phòng | =tầng | =tòa | =toà | =lô | block
        | chung cư | nhóm | ngày | mùng | mồng | hôm | hôm mùng | tháng | quý | năm | thứ | lần thứ | đợt
        | đợt thứ | kỳ | kì | kỳ họp thứ | khóa | khoá | giai đoạn | mức | mức độ | cấp | cấp độ | =hạng
        | =bậc | đề án | nghị quyết | nghị quyết số | nghị định | nghị định số | luật | luật số
        | quyết định | quyết định số | chỉ thị | chỉ thị số | kế hoạch số | công văn | công văn số
        | thông tư | thông tư số | thông báo số | văn bản số | hướng dẫn số | báo cáo số | chương trình số
        | nq | nđ | qđ | cv | ct | kh | iso | tcvn | =điều | khoản | =điểm | chương | phần | trang
        | số điện thoại | sđt | đt | điện thoại | dt | gọi | hotline | tổng đài | đường dây nóng | số máy
        | qua số | đường dây | kênh | tài khoản | stk | =đài | covid | size | cỡ chữ | lần | =hàng | =bàn
        | =ca | ca thứ | đề tài | bài số | chuyên đề | số thứ tự | stt | =mã | mã số | biển số | id | lúc
        | =hồi | vào lúc | khoảng lúc | =vòng | top | =bộ | =khung | =ô | =dãy | =nhà | =căn | căn hộ
        | =tuyến | quốc lộ | tỉnh lộ | tết | xuân | mùa | khu vực | khu vực số | kv | ấp | ấp số | khóm
        | khóm số | buôn | bữa | bữa mùng | loại | tổ liên gia | liên gia | tổ liên gia số""",
    Role.TITLE: """
        bác | ông | bà | chị | anh | chú | cô | dì | cậu | mợ | thím | dượng | cụ | em | thầy | đồng chí
        | đ/c | đc | tổ trưởng | tổ phó | bí thư | trưởng ban | ô | thằng | con | cháu | phó | lão | sư
        | cha | thượng tá | đại tá | trung tá | thiếu tá | khối trưởng | khu trưởng | xóm trưởng
        | thôn trưởng | trưởng thôn | trưởng khu | trưởng khối | trưởng xóm""",
    Role.WEEK: """
        tuần | tuần thứ | tuần số | tuần trước | tuần rồi | tuần vừa rồi | tuần sau | tuần tới | tháng này
        | tháng nay | tháng trước | tháng qua | tháng vừa rồi | cả tháng | năm nay | quý này | quý trước
        | tuần kế | tuần trc | tuần truớc nữa | tuần trước nữa | tuần kia | hai tuần | 2 tuần
        | hai tuần nay | 2 tuần nay | hai tuần qua | cả hai tuần | cả 2 tuần | năm ngoái | năm trước
        | năm qua | sang tuần | sang tuần sau | đầu tuần sau | giữa tuần sau | cuối tuần sau
        | trong tuần sau | cả tuần sau | đầu tuần tới | giữa tuần tới | cuối tuần tới | trong tuần tới
        | cả tuần tới | đầu tuần trước | giữa tuần trước | cuối tuần trước | trong tuần trước
        | cả tuần trước | năm rồi | tuần tiếp theo | tuần tiếp""",
    Role.VAGUE: """
        một số | một vài | một ít | một chút | nhiều | rất nhiều | khá nhiều | hàng trăm | hàng chục
        | hàng nghìn | hàng ngàn | lác đác | đôi | một đôi | đôi ba | dăm | dăm ba | dăm bảy | vài
        | vài ba | mấy | đông | rất đông | khá đông | đông đủ | đông lắm | ít | hơi ít | khá ít
        | tất cả bà con | đầy đủ | đủ cả | phần lớn | đa số | hầu hết | già nửa | gấp đôi | gấp ba
        | gấp rưỡi | gấp | nửa | một nửa | trăm mấy | bao nhiêu | một phần hai | một phần ba | một phần tư
        | hai phần ba | ba phần tư | một phần mười | ít người | đông người | ít người đến | đông người đến
        | ít người dự | đông người dự | hơi ít người | khá đông người | nhiều người | rất nhiều người
        | nhiều người hỏi | nhiều người xem | một cơ số | nhiều ý nhỏ""",
    Role.RANGE: "hoặc | hay | hoặc là | hay là",
    Role.COMPARE: """
        so với | so với tuần trước | hơn tuần trước | đông hơn tuần trước | nhiều hơn tuần trước
        | ít hơn tuần trước | kém tuần trước | tăng so với | giảm so với | kém | gấp đôi tuần trước""",
    Role.REMARK: """
        khó khăn | vướng mắc | đề nghị | đề xuất | mong | mong muốn | mô hình | mô hình hay | cách làm
        | cách làm hay | ghi chú | lý do | bà con đề nghị | bà con mong | kiến nghị với | tồn tại
        | nội dung họp | nội dung cuộc họp | nội dung buổi họp | nội dung tuyên truyền | chủ đề""",
    Role.DOUBT: """
        chắc | chắc là | chắc chắn | chắc khoảng | hình như | có lẽ | có thể | nghe nói | nghe đâu
        | nhớ không nhầm | thì phải | chắc thế | đều | chắc vậy | chắc tầm | =tạm | tạm tính | tạm thời
        | tạm báo | dự kiến | sẽ | sắp | định | dự định | nếu | kế hoạch | theo kế hoạch | hoãn | bị hoãn
        | hoãn lại | không thành | chưa tính | đùa | đùa thôi | nhưng | trừ ra | riêng | phải không
        | đúng không | được không | có đúng không | có phải | không nhỉ | nhỉ | =à | hả | thiếu | =thừa
        | dư ra | hụt | mai | ngày mai | tuần sau họp | chưa kể | chưa gồm | không gồm | không bao gồm
        | ngoại trừ | trừ | kiểu | đoán | bác đoán | ang áng | tính cả | kể cả | gồm cả | bao gồm cả
        | thôi bỏ | =khoan | khoan đã | từ từ | =chờ | =đợi | đợi đã | chờ đã | hôm khác | không lẽ
        | chả lẽ | nửa vời | thôi để | tối nay | chiều nay | trong đó | ước | ước tính | ước chừng
        | áng chừng | gần đúng | tương đối | đại khái | sơ bộ | mang máng | tham khảo | giả sử | ví dụ
        | vd | chẳng hạn | giả dụ | mẫu | thử | làm thử | nháp | bản nháp | thế nào | như thế nào
        | làm sao | vắng | vắng mặt | vắng hết | nghỉ | dời | dời lại | lùi | lùi lại | dừng | tạm dừng
        | đình chỉ | hỏng | mất | rách | tồn | tồn kho | trong kho | trả | trả lại | mượn | =in | lịch
        | lên lịch | chuẩn bị | soạn | phấn đấu | mời | giấy mời | danh sách | cộng dồn | từ đầu
        | từ đầu tháng | từ đầu năm | từ đầu quý | cả quý | cả năm | cả phường | toàn phường | trùng | bịa
        | khống | đừng | tổ bạn | tổ khác | tổ kia | tổ bên | đến nay | tới nay | từ trước đến nay
        | của ủy ban | của ubnd | chung với | họp chung | được cấp | được cấp phát | được phường | hiện có
        | hiện còn | còn ở | gửi lại | nhận về | hẹn | giả | chỉ đạo | văn nghệ | dự thi | nhờ em đăng
        | nhờ em phát | nhờ tổ | hội phụ nữ tổ chức | chi hội phụ nữ tổ chức | đoàn thanh niên tổ chức
        | mặt trận tổ chức | tôi được hướng dẫn | bác được hướng dẫn | em được hướng dẫn
        | tổ trưởng được hướng dẫn | được phường hướng dẫn | =bảo | bà bảo | ông bảo | của phường | của cả
        | xin | nêu | kêu | phàn nàn | thắc mắc | đòi | yêu cầu | nhờ phường | chỉ tiêu | làm tròn | cỡ đó
        | nói dối | dở dang | hồi trước | trước đây | bị chặn | bị cắt | bị trả | bị hủy | bị xóa | tắt
        | cắt | gỡ | cất | còn nhiều | phải họp | xin thêm | cả khu | cả tổ | toàn tổ | được phát
        | gửi phường | đang làm | gia đình | tính sau | sửa sau | ai đó | sức chứa | phường tổ chức
        | phụ nữ tổ chức | đề nghị cấp | cộng thêm | thêm nữa | đám cưới | đám ma | số cũ | số liệu cũ
        | =mới | cả hai | cả ba | cả 2 | cả 3 | tính từ | lũy kế | luỹ kế | quên chưa báo | quên báo
        | là được | là đủ | là xong | thì được | thì tốt | cũng được | được chưa | xong chưa | đủ chưa
        | đúng ra | lẽ ra | đáng ra | đáng lẽ | đáng lý | làm gì có | làm gì được | cho đủ | cho tròn
        | cho có | để lại | bao giờ | khi nào | ngày mốt | ngày kia | hôm sau | lần sau | lần tới
        | buổi sau | buổi tới | đợt sau | đợt tới | kỳ sau | kỳ tới | sắp tới | tới đây | họp phường
        | họp ở phường | họp ủy ban | họp ở ủy ban | sau này | về sau | nhà tôi | nhà mình | loa trường
        | loa chùa | loa nhà thờ | loa công ty | loa chợ | facebook | fb | fanpage | youtube | tiktok
        | hết tờ rơi | hết tài liệu | hết tờ | bốc phét | nói chơi | nói giỡn | giỡn | giỡn thôi | xạo
        | cho vui | cho đẹp | phịa | bác chế | áng vậy | áng thế | liệu chừng | nhắm chừng | nhẩm
        | trí nhớ | nhớ vậy | nhớ sao | hên xui | cỡ vậy | tầm vậy | tầm đó | tầm đấy | chừng đó
        | chừng đấy | chừng ấy | xê xích | sai số | tính vậy | còn nữa | còn tiếp | báo tiếp | gửi tiếp
        | nhắn tiếp | số đúng | xem sổ | dò lại | coi lại | kiểm lại | xem giúp | soát giúp | soát lại
        | rà soát | rà lại | hứa | dẹp | bể rồi | phân nửa | bỏ về | về gần hết | gửi lộn | gửi nhầm
        | lộn nhóm | nhầm nhóm | nhầm chỗ | lộn chỗ | kế bên | bên cạnh | hàng xóm | bên kia | đk
        | tui được hướng dẫn | tụi em được hướng dẫn | bọn em được hướng dẫn | chúng tôi được hướng dẫn
        | chúng em được hướng dẫn | tụi tui được hướng dẫn | mình được hướng dẫn | bí thư được hướng dẫn
        | thư ký được hướng dẫn | từ phường | bác đi họp | tôi đi họp | em đi họp | chú đi họp
        | chủ nhật này | cuối tuần này | bữa sau | bữa mốt | bữa tới | bữa khác | bữa kia | bữa đó
        | lần rồi | lần đó | lúc đó | khi đó | hồi đó | tuần đó | tuần đấy | đến giờ | tới giờ | bữa giờ
        | đến hiện tại | tới hiện tại | đến bây giờ | từ đó | dự trù | dự tính | mục tiêu | nhiệm vụ
        | phường giao | được giao | cần làm | việc cần làm | các buổi | các buổi họp | các cuộc | =ư
        | đi đám cưới | đi đám ma | ok chưa | đi vắng | kể luôn | tính luôn | còn dư | còn thừa | ngần ấy
        | bằng ấy | bấy nhiêu | bằng đó | bằng vậy | tương tự | như trên | cũng thế | y như vậy | như nhau
        | bằng nhau | cũng vậy nhiêu | nhất trí | đồng tình | đồng thuận | tán thành | ủng hộ | khuyên
        | nghĩ | nghĩ rằng | thiết nghĩ | theo ý | thấy nên | nên thôi | ghi bừa | =bừa | số ảo | nói điêu
        | báo láo | đối phó | trên giấy tờ | trên giấy | cho qua | qua chuyện | lấy tròn | mài mại
        | đếm vội | đếm ghế | nhìn bằng mắt | nhỉnh hơn | =nhỉnh | xuýt xoát | thực tế thấp | thực tế ít
        | dư dả | thưa thớt | lèo tèo | vắng hoe | mai chốt | chốt lại | chốt sau | tự tính | hỏi thêm
        | liệu mà | xem hộ | ai biết được | trời biết | ai mà đếm | đúng chứ | liệu có | có ổn
        | có được tính | chép lại | chép | kỳ trước | tin cũ | kỳ cũ | hồi tết | dạo trước | hồi đầu tháng
        | đầu tháng | tính dồn | =dồn | tính tổng | từ trước | lượt cũ | báo bù | nộp bù | gửi bù
        | đâu mà họp | họp đâu mà | còn lâu | lấy đâu ra | giải tán | gác lại | chuyển sang hôm khác
        | xù hết | nghịch máy | tập nhắn | nghe lỏm | xem trên nhóm | phường làm | chi bộ tổ chức
        | cùng tổ | chung cả cụm | ghép chung | chung cụm | trên xã | ở quận | trên quận | phụ huynh
        | họ hàng | đánh cờ | họp báo | toàn nhạc | rao bán | đám hiếu | kẹo kéo | tự đăng
        | toàn chúc mừng | đồng hương | đang duyệt | lỗi hết | =xịt | cán bộ xã | con cháu làm giúp
        | giống hệt nhau | giống nhau | cũ rồi | nhắc lại | chuyện cũ | ký hộ | ký thay | ghi tên
        | ghi danh | kê đủ | toàn trẻ con | toàn khách | toàn là khách | toàn các cháu | toàn là các cháu
        | toàn trẻ | toàn là trẻ | toàn người ngoài | đang nằm | nằm ở | còn nguyên | trong bọc | trong tủ
        | gần hết | phát dần | phát nốt | mưa ướt | ướt hết | giá mà | mơ đi | thì mừng | cố gắng | =cố
        | trên giao | lệnh trên | bằng mắt | ví như | cháu nó bấm | xe rao | cách ngày | tất cả các ngày
        | liên tục cả tuần | =áng áng | trông thế | chồng chéo | phải về | em hỏi | để ở | nhập hộ
        | phường cấp | phường cấp cho | =lĩnh | =lĩnh về | =lãnh về | có khi | có khi là | có khi được
        | nói vui | cho họp | đã báo họp | nộp lại | lại phường | theo bí thư | về sớm | về giữa chừng
        | không ai ghi | một trong số | đồng ý | đi họp phường | lên phường | ra phường | lên phường họp
        | lên phường dự họp | dân số | có vneid | đã có vneid | đã có tài khoản | tròn tròn | số tròn
        | theo lời | phát biểu | xin phép họp | ba chấm | sao ghi | sao lại | sao có | sao lại có
        | thôi khỏi | nói miệng | không hợp lệ | đăng báo | mần chi | làm chi | =nhân | =gom
        | nhóm tổ trưởng | nhóm phường | giờ đi phát | sao | có mà | có mà được | một phần | người dự thi
        | chứ mấy | dễ hơn | hơn ấy | tiêu biểu | để sẵn | đợt trước | phường mới đưa | mới đưa
        | họ tự làm | tự làm | toàn khen | mới hỏi | đi làm | tổng dân | cn này | cộng dân | nói thế
        | nghe kể | nghe kể lại | kể lại | sau có thêm | còn đến thêm | khéo hơn | hơn thế | đếm sơ
        | mai làm | vừa nhận | mới nhận | khen cả | nổi bật | trong nhóm tổ trưởng | trong nhóm phường
        | trên nhóm phường | lên nhóm phường | tính chung | tự đến nhà | =cũ | bên phụ nữ
        | số liệu bên phụ nữ | ghi cho có | ghi cho đủ | ghi cho xong | trên phường | thế đã | vậy đã
        | đã báo rồi | ngồi được | đang có | đã về | đưa lại | đưa tổ phó | ra vào | báo đến | báo đi
        | ở lại | về quê""",
    Role.FILL: """
        dạ | vâng | ạ | nhé | nhá | nha | nghen | nhe | đấy | do | đó | đây | ừ | ừm | uh | ok | oke
        | okie | a lô | alo | ơi | em | em ơi | em ạ | em nhé | tôi | bác | chú | cô | anh | chị | cháu
        | con | mình | ta | chúng tôi | chúng em | tổ | tổ mình | tổ tôi | tổ em | tổ bác | bên tổ
        | bên bác | bên tôi | bên em | bên mình | tổ dân phố | tdp | tổ trưởng | tổ phó | khu | khu phố
        | thôn | phường | ủy ban | ubnd | ubnd phường | kính gửi | gửi | kính báo | kính thưa | thưa
        | xin báo | xin báo cáo | báo cáo | báo | bc | bcáo | báo cáo với | báo cáo em | số liệu | kết quả
        | kết quả như sau | như sau | cụ thể | cụ thể như sau | tuần này | tuần nay | trong tuần
        | trong tuần này | cả tuần | tuần | hôm nay | hôm qua | tối qua | sáng nay | chiều qua | hôm kia
        | bữa nay | bữa qua | vừa rồi | vừa qua | cuối tuần | đầu tuần | giữa tuần | có | có được | được
        | được là | là | thì | cũng | với | và | cùng | của | ở | tại | cho | cho em | đã | đang
        | mới được | mới có | chỉ | chỉ có | chỉ được | tổng | tổng số | tổng cộng | cộng lại | tất cả
        | tất cả là | cả thảy | tổng là | gồm | gồm có | bao gồm | trong đó có | tổ chức | tổ chức được
        | triển khai | triển khai được | thực hiện | thực hiện được | tiến hành | mở | mở được | làm được
        | số | số lượng | số lượt | đúng | đúng là | chẵn | tròn | thôi | thôi em | thôi ạ | hết | xong
        | rồi | qua | trong | về | để | vào | ra | nên | mà | còn | về phần | phần | mục | ngoài | trên
        | dân | nhân dân | người dân | bà con | bà con nhân dân | cư dân | hộ dân | khu dân cư | thế
        | thế thôi | vậy | vậy thôi | nữa | nốt | luôn | sau khi | sau đó | sau đây | từ | cả | nào | gì
        | hết cả | quá | cảm ơn | cám ơn | xin cảm ơn | cảm ơn em | thanks | tks | chào | chào em
        | em chào | chào bác | chào cả nhà | xin chào | trân trọng | trân trọng báo cáo | theo | bằng
        | lại | khi | lúc | tham gia | phát động | nhà văn hóa | nhà văn hoá | nvh | hội trường | đến
        | đến dự | tới | đến nghe | tới dự | đợt này | kỳ này | lần này | này | nay | ghi nhận | gửi em
        | bác gửi | tôi gửi | em gửi | gửi lên | chuyển đổi số | an toàn giao thông | phòng cháy chữa cháy
        | pccc | cải cách hành chính | cchc | vệ sinh môi trường | bầu cử | phòng chống dịch
        | an ninh trật tự | chuyển đổi số và | số liệu tuần này | báo cáo tuần này | con số | toàn tổ
        | toàn khu | mọi người | cả nhà | quý | bí thư | ban | kiêm | sếp | lãnh đạo | anh chị
        | các anh chị | các bác | các đồng chí | nội dung | hoạt động | công tác | việc | chuyện | khoản
        | =tấm | trường | đợt | dịp | bản thân | xin phép | phép | cho biết | bây giờ | giờ | hiện
        | hiện tại | hiện nay | lượng | tức | tức là | nghĩa là | tổng kết | chung | một cửa | lễ
        | ngày lễ | nghỉ lễ | do nghỉ lễ | nhà | gia đình | khách | thẳng | liền | vẫn | vẫn là | vẫn có
        | cứ | thế này | như này | như thế | gộp | lên | xuống | đi | thành công | tốt đẹp | hòa bình
        | ghi | ghi giúp | ghi cho | ghi hộ | ghi là | nhập | đủ | nghe | ngồi | trực tiếp | từng nhà
        | miệng | lưu động | toàn bộ | làm | làm cho | ai | em à | không khí | một lòng | ba tôi | ba em
        | ba má | ba mẹ | địa bàn | trên địa bàn | thêm | bổ sung | ngay | lễ tết | dịp tết | sang | giúp
        | hỗ trợ | làm việc | tại nhà văn hóa | xin lỗi | sau | =sau buổi họp | =sau buổi | =sau khi họp
        | một dạ | một mình | một lòng một dạ | xin gửi | xin gửi em | chủ nhật | chào buổi sáng
        | chào buổi chiều | chào buổi tối | vừa đúng | vừa tròn | tui | nghen em | sl | nhờ | nhờ em
        | cảm ơn nhiều | cảm ơn em nhiều | cảm ơn chị nhiều | em cảm ơn chị nhiều | cảm ơn anh nhiều | e
        | e oi | =c | các | chứ | nầy | tuần nầy | lên nhóm | vào nhóm | trên nhóm | trong nhóm | chúc
        | chúc em | chúc bác | chúc cô | chúc chú | chúc cháu | chúc mọi người | chúc cả nhà
        | chúc sức khỏe | chúc em khỏe | khỏe | ni | nì | hí | hỉ | ri | rứa | nờ | tuần ni | bữa ni
        | bựa ni | hôm ni | đc | vì | bởi vì | tại vì | là vì | bởi | lý do là | trực tuyến | nè | hén
        | lận | cơ | vậy đó | mừ | dzậy | dợ | zậy | bầy tui | bầy tôi | tụi tui | tụi tôi | bọn tôi
        | đồng chí | tận tay | tận nơi | tận nhà | không đông | không đông lắm | có gì thiếu | có thiếu gì
        | còn thiếu gì | thiếu gì | có gì sai | hà | nhoa | nhó | hé | ợ | ak | ạk | nhaa | nhee
        | các buổi đó | các buổi này | những buổi đó | các cuộc đó | đoàn thanh niên | chi đoàn
        | hội phụ nữ | chi hội phụ nữ | hội cựu chiến binh | hội nông dân | hội người cao tuổi | mặt trận
        | ban công tác mặt trận | ban mặt trận | công an | công an phường | công an khu vực
        | tổ công nghệ số | tổ công nghệ số cộng đồng | cán bộ phường | trạm y tế | nhà trường | gõ hộ
        | gõ giúp | nhắn hộ | nhắn giúp | báo hộ | báo giúp | từng hộ | từng hộ dân | từng gia đình
        | có mỗi | được mỗi | chỉ mỗi | sự | sự tham gia | với sự tham gia của | có sự tham gia của
        | sự tham gia của | đang sửa | đang sửa chữa | đang thay | đang bảo dưỡng | cho là | cho rằng
        | bảo hiểm | bảo hiểm y tế | bảo vệ | nói rồi | nói | nhắn lại | mấy hôm | mấy hôm nay | mấy bữa
        | mấy bữa nay | mấy ngày | mấy ngày nay | có gì không rõ | sai gì | alô | á lô | ban nãy | hồi nãy
        | lúc nãy | khi nãy | nãy | vừa nãy | hồi sáng | hồi trưa | hồi chiều | hồi tối | bữa | thư ký
        | tụi em | tụi con | tụi mình | bọn em | bọn mình | tụi chị | bọn chị | mấy anh chị | mấy chị
        | đúng boong | boong | dùm | giùm | lun | luông | trơn | trơn á | trọi | ráo | hết trơn á | hết á
        | rồi á | hen | nhen | hết trơn | hết trọi | hết trơn hết trọi | hết ráo | ráo trọi | hết sạch
        | sất | thông cảm | xin thông cảm | mong thông cảm | xin phường thông cảm | mong phường thông cảm
        | mong em thông cảm | em thông cảm | thông cảm giúp | trân trọng cảm ơn | quân số | hưu | nghỉ hưu
        | về hưu | hưu trí | thượng tá | đại tá | trung tá | thiếu tá | khối trưởng | khu trưởng
        | xóm trưởng | thôn trưởng | trưởng thôn | trưởng khu | trưởng khối | trưởng xóm | khu vực | ấp
        | khóm | gởi | nhà sinh hoạt | nhà sinh hoạt cộng đồng | nhà sinh hoạt văn hóa | nhà cộng đồng
        | hội quán | em coi | coi giúp | coi dùm | gửi muộn | gửi trễ | báo trễ | báo muộn | nộp trễ
        | nộp muộn | hơi trễ | hơi muộn | tại văn phòng | ở văn phòng | tại trụ sở | ở trụ sở
        | trụ sở khu vực | xin trân trọng | xin trân trọng báo cáo | hôm thứ hai | hôm thứ ba | hôm thứ tư
        | hôm thứ năm | hôm thứ sáu | hôm thứ bảy | hôm chủ nhật | hôm cn | nhóm mình | nhóm dân cư
        | toàn các | toàn là | hôm | nhóm của mình | đt | sđt | số đt | số điện thoại | bé ơi | cưng ơi
        | luôn á | bầu tổ trưởng | phối hợp | phối hợp với | phối hợp cùng | lồng ghép | chia sẻ
        | chuyển tiếp | =share | app | căn cước | căn cước công dân | cccd | giờ mới báo
        | giờ mới báo được | giờ mới gửi | giờ mới gửi được | giờ mới nhắn | giờ mới rảnh | giờ mới đọc
        | nay mới báo | nay mới gửi | mới báo được | mới gửi được | mới đọc tin | mới đọc tin nhắn
        | nhận được rồi | nhận được rồi em | nhận được tin | nhận được tin nhắn | đã nhận được tin
        | đã nhận được tin nhắn | thông tin | ra quân | theo chỉ đạo của phường
        | căn cứ chỉ đạo của phường | thực hiện chỉ đạo của phường | theo kế hoạch của phường
        | thực hiện kế hoạch của phường | căn cứ kế hoạch của phường | theo hướng dẫn của phường
        | theo yêu cầu của phường | theo thông báo của phường | theo công văn của phường | định kỳ
        | thường kỳ | đột xuất | phổ biến | bình xét | lấy ý kiến | lấy ý kiến nhân dân
        | lấy ý kiến bà con | chuyên đề | nói chuyện | nói chuyện chuyên đề | tọa đàm | toạ đàm
        | đối thoại | rải | đưa | các hộ | các hộ dân | các gia đình | tuần rày | cô bác | bà con cô bác
        | vận động | nộp | nhận được chưa | em nhận được chưa | đi họp về | mới đi họp về | họp về
        | có gì báo lại | có gì em báo lại | có gì thì báo lại | có gì cháu báo lại | có gì nhắn lại
        | trả lời | trả lời em | trả lời cháu | hihi | hehe | haha | hì hì | kkk | hic
        | sent from my iphone | yêu | cháu yêu | em yêu | thân mến | quý mến | để bác báo | để tôi báo
        | để em báo | để chú báo | để cô báo | để chị báo | để anh báo | để mình báo | tuần qua
        | tuần vừa qua | trong tuần qua | trong tuần vừa qua | báo thay | em báo thay | nhắn thay
        | gửi thay | trả lời thay | báo cáo thay | quanh khu | quanh xóm | quanh tổ | khắp tổ | khắp xóm
        | khắp khu | dọc ngõ | vòng quanh | cn | kẻo quên | đều về | bàn chuyện | bàn về | bàn việc
        | hòa giải | hoà giải | phòng chống | ma túy | tệ nạn | tệ nạn xã hội | phòng cháy | lừa đảo
        | lừa đảo qua mạng | sốt xuất huyết | dịch bệnh | an toàn thực phẩm | bảo vệ môi trường
        | luật giao thông | bạo lực gia đình | bình đẳng giới | an toàn điện | hiến máu | bảo hiểm xã hội
        | nghĩa vụ quân sự | hộ tịch | thủ tục hành chính | chữ ký số | rác thải | phân loại rác
        | tiêm chủng | tiêm phòng | đủ cả tuần | đại diện | đại diện hộ | đại diện các hộ
        | đại diện gia đình | nghỉ ốm | có danh sách kèm | danh sách kèm theo | kèm danh sách
        | có danh sách | danh sách đính kèm | có danh sách kèm theo | bận đám cưới | bận đám ma
        | bận đám giỗ | gửi kèm | kèm theo | kèm ảnh | có ảnh kèm theo | ảnh gửi sau | nha cưng
        | nghe cưng | truyền thông | thủ trưởng | báo cáo thủ trưởng | sử dụng | bên o | bên tui | bên này
        | cháu nội | cháu ngoại | gõ giùm | gõ dùm | cháu gõ giùm | con gõ giùm | nhập giùm | hai cha con
        | hai vợ chồng | hai mẹ con | hai ông cháu | hai bà cháu | hai ông bà | hai bác cháu | hai cô cháu
        | =mần | rứa thôi | rứa đó | =hí | =hỉ | đ/c | mắt kém | tới các hộ gia đình
        | tới từng hộ gia đình | các hộ gia đình | đến các hộ gia đình | đến từng hộ gia đình
        | tới các hộ dân | đến các hộ dân | nhân viên | nhân dịp | đọc | bên chú | bên cô | bên anh
        | bên chị | bên ông | bên bà | bên con | bên cháu | bên dì | nạ | =mô | =đâu | ba gửi | ba báo
        | ba báo cáo | ba nhắn | ngày hội | ngày hội đại đoàn kết | đại đoàn kết | hội đại đoàn kết""",
}
"""What each role is said with. A form's own nouns and words come before all of these."""

_POLITE = """
        dạ | vâng | ạ | nhé | nhá | nha | nghen | nhe | đấy | đó | đây | ừ | ừm | uh | ok | oke | okie | em
        | em ơi | em ạ | em nhé | em à | bác | chú | cô | anh | chị | cháu | con | ơi | thôi | thôi em
        | thôi ạ | hết | rồi | nốt | luôn | cả | nào | gì | ai | hết cả | cảm ơn | cám ơn | xin cảm ơn
        | cảm ơn em | thanks | tks | thế | thế thôi | vậy | vậy thôi | tuần này | trong tuần
        | trong tuần này | hôm nay | nữa | có | xong | quá | tổ mình | tổ tôi | tổ em | tổ bác | toàn bộ
        | tất cả | ghi | ghi là | ghi giúp | đợt này | kỳ này | này | tuần nay | được | thêm | e | e oi
        | tui | nè | hen | nhen | nghen em | hà | hén | lận | á | hết á | rồi á | luôn á | hết trơn
        | hết trơn á | trơn á | hết trọi | hết ráo | trơn | ráo | nhee | nhaa | đâu | chi | mô | cơ | alo
        | chị ơi | anh ơi | bé ơi | cưng ơi | tui nghen | nờ | hí | hỉ | ri | chi hết
"""
POLITE = frozenset(phrase.strip() for phrase in _POLITE.split("|"))
"""Fillers that may follow a lone «không» without making it deny something."""

ASKING = frozenset(
    {
        "?",
        "phải không",
        "đúng không",
        "được không",
        "có đúng không",
        "có phải",
    }
    | {"không nhỉ", "nhỉ", "hả"}
)
"""Doubts that make a question of a lone «không»."""

TURNING = frozenset(
    {
        "chúc",
        "chúc em",
        "gì",
        "nào",
        "ai",
        "nữa",
        "nên",
        "để",
        "đủ",
        "cứ",
        "sau",
        "tới",
        "đợt",
        "gộp",
    }
) | {
    *("nghỉ lễ", "do nghỉ lễ", "thêm", "bổ sung"),
}
"""Fillers that beside a figure may ask for it, wish it, or put it at another time: «nên họp 3 buổi»."""

LEADING = frozenset(
    {"từ", "qua", "về", "lên", "xuống", "sang", "còn", "con", "thưa", "hiện", "vẫn", "vào", "nói", "nghe"}
    | {"xin phép", "cho là", "lại", "trả lời", "vận động được"}
)
"""Fillers that right before a figure may make it a start, an arrival or a rest: «con 50 to», «từ 3 buổi»."""

PLAIN_PEOPLE = frozenset(
    {"người dân", "nhân dân", "bà con", "bà con nhân dân", "người già", "người cao tuổi", "đại biểu"}
) | {
    *("chị em", "anh chị em"),
}
"""People, as surely as người."""

ELDERS = frozenset({"bác", "ông", "bà"})
"""Those a reporter counts rather than speaks to: «họp 12 bác»."""

CHILDREN = frozenset({"em", "cháu", "con", "anh", "chị", "cô", "chú"})
"""Those a reporter speaks to, unless right after a figure whose noun is missing: «họp 12 em»."""

OFFICES = frozenset({"phường", "ủy ban", "ubnd", "ubnd phường"})
"""At the head of a clause, they may be whose figures these are: «phường mở 2 buổi»."""

OTHERS = frozenset(
    {"công an", "công an phường", "công an khu vực", "cán bộ phường", "trạm y tế", "nhà trường", "trường"}
    | {"lãnh đạo", "sếp"}
)
"""Right before what is done, they may be whose figures these are: «công an phường họp dân 1 buổi»."""

ASSOCIATIONS = frozenset(
    {"hội phụ nữ", "chi hội phụ nữ", "hội cựu chiến binh", "hội nông dân", "hội người cao tuổi"}
    | {"đoàn thanh niên", "chi đoàn"}
)
"""What they hold is theirs, what they give out may be the group's."""

MATTERS = frozenset(
    {"an toàn giao thông", "luật giao thông", "phòng cháy chữa cháy", "pccc", "phòng cháy", "an toàn điện"}
    | {"vệ sinh môi trường", "bảo vệ môi trường", "rác thải", "phân loại rác", "an toàn thực phẩm"}
    | {
        "bầu cử",
        "bầu tổ trưởng",
        "phòng chống dịch",
        "dịch bệnh",
        "sốt xuất huyết",
        "tiêm chủng",
        "tiêm phòng",
    }
    | {"hiến máu", "an ninh trật tự", "bảo hiểm", "bảo hiểm y tế", "bảo hiểm xã hội", "căn cước", "cccd"}
    | {"căn cước công dân", "hộ tịch", "ra quân", "hòa giải", "hoà giải", "ma túy", "tệ nạn", "tệ nạn xã hội"}
    | {"lừa đảo", "lừa đảo qua mạng", "bạo lực gia đình", "bình đẳng giới", "nghĩa vụ quân sự"}
    | {"phòng chống", "chuyển đổi số", "lễ"}
)
"""What people are told of in a meeting; by itself it may be counted too: «bầu cử 230 người»."""

TOTALS = frozenset({"=", "tổng", "tổng số", "tổng cộng", "cộng lại", "tất cả", "cả thảy", "tổng là"})
"""What announces that the last figure adds up those before it."""

GROUPS = frozenset({"tổ", "tổ số", "tổ dân phố", "tổ dân phố số", "tdp", "tdp số"})
"""Labels of a residential group."""

PAST_DAYS = frozenset({"hôm nay", "hôm qua", "hôm kia", "tối qua", "sáng nay", "chiều qua", "bữa qua"})
"""One day, and no week."""

ORDERED = frozenset({"buổi", "cuộc", "lần", "lượt", "tin", "bài", "hội nghị"})
"""Nouns that may be numbered: «buổi 2» is the second as well as two."""
