"""The customers of the demo: where they live, which language they speak, how they are reached."""

from datetime import datetime

from tickets.models import Customer

# key: name, telephone, language, time zone
CUSTOMERS = {
    "krueger": ("Sabine Krüger", "+49 30 23125 014", "de", "Europe/Berlin"),
    "oezdemir": ("Emre Özdemir", "+49 30 23125 027", "de", "Europe/Berlin"),
    "baumann": ("Familie Baumann", "+49 89 99998 031", "de", "Europe/Berlin"),
    "hoffmann": ("Dr. Ulrike Hoffmann", "+49 69 90009 112", "de", "Europe/Berlin"),
    "nowak": ("Piotr Nowak", "", "en", "Europe/Warsaw"),
    "schuster": ("Bäckerei Schuster", "+49 40 66969 204", "de", "Europe/Berlin"),
    "lindner": ("Theo Lindner", "+49 221 4710 118", "de", "Europe/Berlin"),
    "gruber": ("Magdalena Gruber", "", "de", "Europe/Vienna"),
    "keller": ("Hotel Keller AG", "", "de", "Europe/Zurich"),
    "vanderberg": ("Joost van der Berg", "", "en", "Europe/Amsterdam"),
    "moreau": ("Camille Moreau", "+33 1 99 00 12 34", "fr", "Europe/Paris"),
    "lefebvre": ("Garage Lefebvre", "+33 4 65 71 20 08", "fr", "Europe/Paris"),
    "dubois": ("Antoine Dubois", "+33 3 53 01 44 19", "fr", "Europe/Brussels"),
    "rousseau": ("Pharmacie Rousseau", "+33 2 61 91 03 55", "fr", "Europe/Paris"),
    "garcia": ("Lucía García Peña", "", "es", "Europe/Madrid"),
    "navarro": ("Taller Navarro", "", "es", "Europe/Madrid"),
    "whitfield": ("Eleanor Whitfield", "+44 20 7946 0112", "en", "Europe/London"),
    "byrne": ("Aoife Byrne", "", "en", "Europe/Dublin"),
    "johnson": ("Marcus Johnson", "+1 212 555 0143", "en", "America/New_York"),
    "rivera": ("Sofía Rivera", "+1 646 555 0178", "es", "America/New_York"),
    "nguyen": ("Linh Nguyen", "+1 312 555 0121", "en", "America/Chicago"),
    "thompson": ("Thompson & Sons Roofing", "+1 303 555 0166", "en", "America/Denver"),
    "patel": ("Anjali Patel", "+1 617 555 0109", "en", "America/New_York"),
    "oconnor": ("Shauna O’Connor", "+1 718 555 0184", "en", "America/New_York"),
    "tremblay": ("Luc Tremblay", "+1 514 555 0137", "fr", "America/Toronto"),
    "hernandez": ("Diego Hernández", "", "es", "America/Mexico_City"),
    "brooks": ("Brooks Dental Care", "+1 404 555 0152", "en", "America/New_York"),
    "tanaka": ("田中 由美", "", "ja", "Asia/Tokyo"),
    "suzuki": ("鈴木電機株式会社", "", "ja", "Asia/Tokyo"),
    "yamamoto": ("山本 健", "", "ja", "Asia/Tokyo"),
    "alfarsi": ("سالم الفارسي", "", "ar", "Asia/Dubai"),
    "mansour": ("ليلى منصور", "", "ar", "Africa/Cairo"),
    "alotaibi": ("نورة العتيبي", "", "ar", "Asia/Riyadh"),
    "haddadco": ("شركة الحداد للتجارة", "", "ar", "Asia/Amman"),
    "sharma": ("Rohan Sharma", "", "en", "Asia/Kolkata"),
    "chen": ("Chen Mei Ling", "", "en", "Asia/Singapore"),
    "williams": ("Olivia Williams", "", "en", "Australia/Sydney"),
    "tekahu": ("Manaia Te Kahu", "", "en", "Pacific/Auckland"),
    "okafor": ("Chidi Okafor", "", "en", "Africa/Lagos"),
    "silva": ("Beatriz Silva", "", "es", "America/Sao_Paulo"),
}


def known_customers(since: datetime) -> dict[str, Customer]:
    """All of them by key, on record since `since` (aware)."""
    customers = {
        key: Customer(
            name=name,
            email=f"{key}@customer.example",
            phone=phone,
            language=language,
            timezone=timezone,
            created_at=since,
        )
        for key, (name, phone, language, timezone) in CUSTOMERS.items()
    }
    Customer.objects.bulk_create(customers.values())
    return customers
